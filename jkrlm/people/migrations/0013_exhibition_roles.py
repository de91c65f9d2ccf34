

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0012_driver_role'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='rolegrant',
            name='people_role_known',
        ),
        migrations.AlterField(
            model_name='rolegrant',
            name='role',
            field=models.CharField(choices=[('buyer', 'Buyer'), ('member', 'Member of a group'), ('leader', 'Leader of a group'), ('crp', 'Community resource person'), ('clf-officer', 'Officer of a federation'), ('inspector', 'Inspector'), ('lab', 'Laboratory'), ('officer', 'Certification officer'), ('editor', 'Catalogue editor'), ('logistics', 'Logistics'), ('driver', 'Driver'), ('grievance', 'Grievance officer'), ('exhibitions', 'Exhibition manager'), ('cashier', 'Cashier'), ('finance-maker', 'Finance, maker'), ('finance-checker', 'Finance, checker'), ('admin', 'Administrator')], max_length=32),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['buyer', 'member', 'leader', 'crp', 'clf-officer', 'inspector', 'lab', 'officer', 'editor', 'logistics', 'driver', 'grievance', 'exhibitions', 'cashier', 'finance-maker', 'finance-checker', 'admin'])), name='people_role_known'),
        ),
    ]
