"""A bank that exists in demo mode and in tests only; the end of the account number chooses its answer."""

from typing import Final

from sellers.registry.gateways.base import DropResult, PennyDropUnavailable

NO_SUCH_ACCOUNT: Final = "0000"
OTHER_NAME: Final = "0001"
NO_ANSWER: Final = "0002"


class FakePennyDrop:
    """Every account is the holder's, in capitals as banks print names, but for three endings."""

    is_fake = True

    def verify(self, *, ifsc: str, account_number: str, holder_name: str, reference: str) -> DropResult:
        del ifsc
        ending = account_number[-4:]
        if ending == NO_ANSWER:
            raise PennyDropUnavailable("the bank does not answer")
        if ending == NO_SUCH_ACCOUNT:
            return DropResult(arrived=False, reason="ACCOUNT DOES NOT EXIST")
        name = "M/S VALLEY TRADERS" if ending == OTHER_NAME else holder_name.upper()
        return DropResult(arrived=True, registered_name=name, utr=f"FAKE{reference:0>12}"[:16])
