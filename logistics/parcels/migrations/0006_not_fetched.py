from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('logistics_parcels', '0005_out_of_a_box'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='carrierask',
            name='parcel_ask_values',
        ),
        migrations.AlterField(
            model_name='carrierask',
            name='kind',
            field=models.CharField(choices=[('create', 'Take the parcel'), ('cancel', 'Let it go'), ('pickup', 'Fetch it'), ('no-fetch', 'Do not fetch it')], max_length=8),
        ),
        migrations.AddConstraint(
            model_name='carrierask',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['create', 'cancel', 'pickup', 'no-fetch']), ('state__in', ['waiting', 'done', 'failed'])), name='parcel_ask_values'),
        ),
    ]
