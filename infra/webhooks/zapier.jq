# What an HTTPS subscriber of the topic gets -> flat objects of texts, for a "Catch Hook" of Zapier and for whatever else
# picks fields by name.
#   jq -c -f zapier.jq envelope.json
# One object for each alert, of a digest as many as it lists: with -c each on a line of its own. Nothing for what is no
# notice, such as the request to confirm the subscription.

def lines($between): map(select(. != null and . != "")) | join($between);

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
| ($notice | with_entries(.key |= gsub("[^A-Za-z0-9]"; "_")))
  + {
      title: $headline,
      text: ([$notice.note,
          if $notice.state == "resolved" then ($notice.message // empty | "Was: " + .)
          else $notice.message, $notice.advice end,
          ($notice.regions // "" | select(. != "") | "Regions: " + .)]
        | lines("\n"))
    }
