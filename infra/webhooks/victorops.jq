# What an HTTPS subscriber of the topic gets -> the bodies for the REST endpoint of Splunk On-Call (VictorOps), each a POST to
# the URL that its integration "REST - Generic" shows, with the routing key as the last part.
#   jq -c -f victorops.jq envelope.json
# One object for each alert, of a digest as many as it lists: with -c each on a line of its own. Nothing for what is no
# notice, such as the request to confirm the subscription.

def lines($between): map(select(. != null and . != "")) | join($between);

# Splunk On-Call wants seconds since 1970; an instant that is not there is left out.
def seconds: if . == null then null else sub("\\.[0-9]+"; "") | fromdateiso8601 end;

# The notice with its headline; of a digest each notice that it stands for, with what the digest says of all of them.
def notices:
  select(.Type == "Notification") | .Subject as $subject
  | .Message | fromjson | .metadata.additionalContext
  | if .state == "digest" then
      . as $digest | $digest.alerts | fromjson[] | . as $notice
      | (if $notice.code == "NONE" then $notice.check else $notice.code end) as $what
      | {
          headline: (if $notice.state == "resolved" then "\($notice.target) OK again: \($notice.check)"
            elif $notice.state == "opened" then "\($notice.target) \($notice.severity): \($what)"
            else "\($notice.target) \($notice.severity), \($notice.state): \($what)" end),
          notice: ({digest: $digest.id, region: $digest.region, at: $digest.at, note: $subject} + $notice)
        }
    else {headline: $subject, notice: .} end;

notices
| . as {headline: $headline, notice: $notice}
| ($notice.state == "resolved") as $over
| ($notice | with_entries(.key |= "fleet_" + gsub("[^A-Za-z0-9]"; "_")))
  + {
      message_type: (if $over then "RECOVERY"
        elif $notice.state == "acknowledged" then "ACKNOWLEDGEMENT"
        elif $notice.severity == "OK" then "INFO"
        else $notice.severity end),
      entity_id: $notice.alert,
      entity_display_name: $headline,
      state_message: ([$notice.note,
          if $over then ($notice.message // empty | "Was: " + .) else $notice.message, $notice.advice end,
          ($notice.regions // "" | select(. != "") | "Regions: " + .)]
        | lines("\n")),
      state_start_time: ($notice.since | seconds),
      timestamp: ($notice.at | seconds),
      monitoring_tool: "Handshake Fleet"
    }
| with_entries(select(.value != null))
