# What an HTTPS subscriber of the topic gets -> the requests for the Alert API of Opsgenie:
# "path" goes behind https://api.opsgenie.com/v2/alerts (https://api.eu.opsgenie.com/v2/alerts in the EU), "body" is posted.
#   jq -c -f opsgenie.jq envelope.json
# One object for each alert, of a digest as many as it lists: with -c each on a line of its own. Nothing for what is no
# notice, such as the request to confirm the subscription.

def lines($between): map(select(. != null and . != "")) | join($between);

def cut($most): if length > $most then .[: $most - 1] + "…" else . end;

# Too long a key keeps its start and ends with a checksum of the whole: as stable and as good as unique.
def key($most):
  if length > $most
  then .[: $most - 11] + "#" + (reduce explode[] as $c (7; (. * 31 + $c) % 4294967291) | tostring)
  else . end;

# As many entries as fit into so many characters of names and values together, in their order.
def within($most):
  reduce to_entries[] as $e ({left: $most, kept: {}};
    (($e.key | length) + ($e.value | length)) as $size
    | if $size <= .left then .left -= $size | .kept[$e.key] = $e.value else . end)
  | .kept;

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
# An alias goes into a path, and not everything on the way leaves an escaped slash alone.
| ($notice.alert | gsub("/"; "|") | key(512)) as $alias
| ({resolved: "close", acknowledged: "acknowledge"}[$notice.state]) as $action
| if $action then
    {
      path: "/\($alias | @uri)/\($action)?identifierType=alias",
      body: {
        source: "Handshake Fleet",
        note: ([$headline, $notice.note] | lines("\n") | cut(25000))
      }
    }
  else
    {
      path: "",
      body: {
        message: ($headline | cut(130)),
        alias: $alias,
        description: ([$notice.note, $notice.message, $notice.advice,
            ($notice.regions // "" | select(. != "") | "Regions: " + .)]
          | lines("\n") | cut(15000)),
        tags: ([$notice.severity, $notice.check, $notice.code,
            ($notice | to_entries[] | select(.key | startswith("tag.")) | "\(.key[4:]):\(.value)")]
          | map(select(. != null and . != "") | cut(50)) | .[:20]),
        details: ($notice | within(8000)),
        entity: ($notice.target | cut(512)),
        source: "Handshake Fleet",
        priority: ({CRITICAL: "P1", WARNING: "P3"}[$notice.severity] // "P5")
      }
    }
  end
