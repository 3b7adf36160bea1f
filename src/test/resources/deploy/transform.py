"""Prints template.yaml as CloudFormation gets it from the transform AWS::Serverless, with these parameters.

Usage: python3 transform.py TEMPLATE BUCKET KEY=VALUE...
"""
import json
import sys

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoManagedPolicies:
    def load(self):
        return {}


with open(sys.argv[1], encoding="utf-8") as file:
    template = yaml_parse(file.read())
# sam uploads the package and writes its address here.
template["Resources"]["ProbeFunction"]["Properties"]["CodeUri"] = f"s3://{sys.argv[2]}/function.zip"
# An emulator looks numbers up in mappings as numbers, and finds none.
for parameter in template["Parameters"].values():
    if parameter["Type"] == "Number":
        parameter.update(Type="String", Default=str(parameter["Default"]))
parameters = dict(argument.split("=", 1) for argument in sys.argv[3:])
print(json.dumps(transform(template, parameters, NoManagedPolicies()), default=str))
