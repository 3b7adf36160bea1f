# What an HTTPS subscriber of the topic gets -> the bodies for PagerDuty's Events API v2, each a POST to
# https://events.pagerduty.com/v2/enqueue.
#   jq -c --arg routing_key KEY -f pagerduty.jq envelope.json
# One object for each alert, of a digest as many as it lists: with -c each on a line of its own. Nothing for what is no
# notice, such as the request to confirm the subscription.

def lines($between): map(select(. != null and . != "")) | join($between);

def cut($most): if length > $most then .[: $most - 1] + "…" else . end;

# Too long a key keeps its start and ends with a checksum of the whole: as stable and as good as unique.
def key($most):
  if length > $most
  then .[: $most - 11] + "#" + (reduce explode[] as $c (7; (. * 31 + $c) % 4294967291) | tostring)
  else . end;

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
| ({resolved: "resolve", acknowledged: "acknowledge"}[$notice.state] // "trigger") as $action
| {
    routing_key: $routing_key,
    event_action: $action,
    dedup_key: ($notice.alert | key(255))
  }
  + if $action != "trigger" then {} else {
      client: "Handshake Fleet",
      payload: ({
        summary: ([$headline, ($notice.message // $notice.note)] | lines(" - ") | cut(1024)),
        source: $notice.target,
        severity: ({CRITICAL: "critical", WARNING: "warning"}[$notice.severity] // "info"),
        timestamp: $notice.at,
        component: $notice.check,
        group: $notice["tag.team"],
        class: $notice.code,
        custom_details: $notice
      } | with_entries(select(.value != null)))
    } end
