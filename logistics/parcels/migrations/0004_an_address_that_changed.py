from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('logistics_parcels', '0003_steps_at_a_centre'),
    ]

    operations = [
        migrations.AlterField(
            model_name='carrierask',
            name='books_anew',
            field=models.BooleanField(default=False, help_text='let go so that it is booked as it is now'),
        ),
        migrations.AlterField(
            model_name='carrierask',
            name='said',
            field=models.JSONField(help_text='as first said under this key: weight, size, sums (INR), and of the address a fingerprint', null=True),
        ),
    ]
