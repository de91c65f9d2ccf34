"""What an operator watches of letters and messages to phones; letters go after ninety days."""

from typing import Final

from jkrlm.kernel.figures import Figure

FIGURES: Final = (
    Figure(
        "umeed_letters",
        "Mails about accounts in the last ninety days, by state",
        "SELECT state, count(*) FROM people_letter GROUP BY state",
        labels=("state",),
    ),
    Figure(
        "umeed_sms",
        "Messages to phones in the last ninety days, by channel and state",
        "SELECT channel, state, count(*) FROM people_smsmessage GROUP BY channel, state",
        labels=("channel", "state"),
    ),
)
