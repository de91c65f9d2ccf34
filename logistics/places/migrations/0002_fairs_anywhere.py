"""A fair may stand anywhere in India; our other places are in Jammu and Kashmir."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("logistics_places", "0001_places")]

    operations = [
        migrations.RemoveConstraint(model_name="place", name="place_pincode"),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=Q(pincode__regex=r"^1[89][0-9]{4}$")
                | Q(kind="exhibition", pincode__regex=r"^[1-9][0-9]{5}$"),
                name="place_pincode",
            ),
        ),
    ]
