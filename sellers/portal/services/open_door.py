"""Let a woman of the registry in: her sign-in is made when her phone first gives its code."""

from datetime import date

from django.db import transaction

from jkrlm.people.facade import Role, User, keep_seller_roles, seller_user
from sellers.registry.facade import acts_for, link_person, users_of


def known_user(person_id: int) -> User | None:
    """Return the sign-in of a person; None while she never came."""
    user_id = users_of([person_id]).get(person_id)
    return User.objects.filter(pk=user_id).first() if user_id is not None else None


@transaction.atomic
def user_of_person(*, person_id: int, name: str, phone: str, on: date) -> User:
    """
    Return the sign-in of a person, made and linked where there is none, with the roles of her rolls today.

    ``phone`` is empty for who shares one.
    """
    user = known_user(person_id)
    if user is None:
        user = seller_user(key=f"person-{person_id}", name=name, phone=phone)
        link_person(person_id=person_id, user=user)
    keep_seller_roles(user=user, roles={Role(each.role) for each in acts_for(user.pk, on=on)})
    return user
