from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("exhibitions_stock", "0002_transport_and_fair_prices")]

    operations = [
        migrations.AddConstraint(
            model_name="difference",
            constraint=models.CheckConstraint(
                condition=Q(serials__len__lte=F("quantity")), name="stock_difference_labels_fit"
            ),
        ),
    ]
