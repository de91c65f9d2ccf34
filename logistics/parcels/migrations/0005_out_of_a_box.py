from django.db import migrations, models

# What lies in a box leaves it by a step, and goes into no other one without one.
_GUARD = """
CREATE OR REPLACE FUNCTION logistics_parcels_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND NEW.state IS DISTINCT FROM
        (SELECT state FROM logistics_parcels_parcelstep WHERE parcel_id = NEW.id ORDER BY id DESC LIMIT 1) THEN
        RAISE EXCEPTION 'Parcel % becomes % by a step, not by itself.', NEW.code, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.code, NEW.direction, NEW.order_id, NEW.seller_order, NEW.return_number)
        IS DISTINCT FROM (OLD.code, OLD.direction, OLD.order_id, OLD.seller_order, OLD.return_number)
       OR (OLD.box_id IS NOT NULL AND NEW.box_id IS DISTINCT FROM OLD.box_id{leaves}) THEN
        RAISE EXCEPTION 'What parcel % is does not change: its label says it.', OLD.code
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
_LEAVES = """ AND NOT (NEW.box_id IS NULL AND 'unboxed' =
           (SELECT step FROM logistics_parcels_parcelstep WHERE parcel_id = NEW.id ORDER BY id DESC LIMIT 1))"""


class Migration(migrations.Migration):

    dependencies = [
        ('logistics_parcels', '0004_an_address_that_changed'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='parcelstep',
            name='parcel_step_values',
        ),
        migrations.AlterField(
            model_name='parcelstep',
            name='step',
            field=models.CharField(choices=[('opened', 'Ordered'), ('packed', 'Packed'), ('sealed', 'Sealed'), ('at-centre', 'At the collection centre'), ('given-back', 'Given back to the group'), ('collected', 'Fetched from the group'), ('at-hub', 'At a hub'), ('boxed', 'Put into one box with others'), ('unboxed', 'Taken out of the box'), ('handed-over', 'Given to the carrier'), ('moved', 'On its way'), ('out-for-delivery', 'Out for delivery'), ('attempted', 'Nobody was there'), ('delivered', 'Delivered'), ('refused', 'Not taken at the door'), ('returned', 'Came back'), ('damaged', 'Damaged'), ('lost', 'Lost'), ('taken-back', 'Taken back from the carrier'), ('cancelled', 'Called off')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='parcelstep',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['packing', 'ready', 'collected', 'at-hub', 'handed-over', 'delivered', 'refused', 'returned', 'damaged', 'lost', 'cancelled']), ('step__in', ['opened', 'packed', 'sealed', 'at-centre', 'given-back', 'collected', 'at-hub', 'boxed', 'unboxed', 'handed-over', 'moved', 'out-for-delivery', 'attempted', 'delivered', 'refused', 'returned', 'damaged', 'lost', 'taken-back', 'cancelled'])), name='parcel_step_values'),
        ),
        migrations.RunSQL(
            _GUARD.replace("{leaves}", _LEAVES), _GUARD.replace("{leaves}", "")
        ),
    ]
