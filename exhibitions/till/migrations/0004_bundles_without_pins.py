from typing import Any

from django.db import migrations


def strip(apps: Any, _editor: Any) -> None:
    """Old bundles are kept for what was billed by them: nothing was billed by a PIN."""
    for row in apps.get_model("exhibitions_till", "Bundle").objects.iterator(50):
        cashiers = row.content.get("cashiers", [])
        if any("pin" in each for each in cashiers):
            row.content["cashiers"] = [{"id": each["id"], "name": each["name"]} for each in cashiers]
            row.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("exhibitions_till", "0003_aside_and_two_people")]

    operations = [migrations.RunPython(strip, migrations.RunPython.noop)]
