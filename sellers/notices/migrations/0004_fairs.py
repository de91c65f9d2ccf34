
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0003_photo_hidden'),
        ('sellers_registry', '0003_licence_papers'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notice',
            name='notices_kind',
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['account-changes', 'allowance', 'answer-sent-back', 'case-granted', 'case-incomplete', 'case-refused', 'case-reopened', 'case-returned', 'certificate-reinstated', 'certificate-suspended', 'certificate-withdrawn', 'credit', 'fair-settled', 'goods-on-sale', 'goods-sent-back', 'grievance-news', 'order-called-off', 'order-cancelled', 'order-placed', 'order-shortened', 'order-unanswered', 'parcel-back', 'payout-held', 'payout-paid', 'payout-returned', 'penalty', 'photo-hidden', 'question-asked', 'review-written', 'share-asked', 'stall-allotted', 'stall-lost', 'stall-none', 'stall-offered', 'stalls-called'])), name='notices_kind'),
        ),
    ]
