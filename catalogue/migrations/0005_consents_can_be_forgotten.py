from django.db import migrations, models

#: Withdrawn once; then names and words may give way to a dash. The fact, its means and its days stay.
_ALSO_FORGOTTEN = """
CREATE OR REPLACE FUNCTION catalogue_consent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    withdrawal constant text[] := '{withdrawn_at,withdrawn_by_id,withdrawn_words}';
    names constant text[] := '{who,said_by,contact,evidence,withdrawn_words}';
BEGIN
    IF OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
       AND (to_jsonb(OLD) - withdrawal) = (to_jsonb(NEW) - withdrawal) THEN
        RETURN NEW;
    END IF;
    IF OLD.withdrawn_at IS NOT NULL
       AND (NEW.who, NEW.said_by, NEW.evidence, NEW.contact, NEW.withdrawn_words) = ('–', '–', '–', '', '')
       AND (to_jsonb(OLD) - names) = (to_jsonb(NEW) - names) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A consent is withdrawn, never rewritten.' USING ERRCODE = 'check_violation';
END $$;
"""
_AS_BEFORE = """
CREATE OR REPLACE FUNCTION catalogue_consent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
       AND (to_jsonb(OLD) - '{withdrawn_at,withdrawn_by_id,withdrawn_words}'::text[])
         = (to_jsonb(NEW) - '{withdrawn_at,withdrawn_by_id,withdrawn_words}'::text[]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A consent is withdrawn, never rewritten.' USING ERRCODE = 'check_violation';
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0004_shelf_life_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='photoconsent',
            name='contact',
            field=models.CharField(blank=True, db_default='', help_text='pii: contact (small letters, or E.164): by it her account finds her yes', max_length=254),
        ),
        migrations.AddIndex(
            model_name='photoconsent',
            index=models.Index(condition=models.Q(('contact', ''), _negated=True), fields=['contact'], name='catalogue_consent_contact'),
        ),
        migrations.RunSQL(_ALSO_FORGOTTEN, _AS_BEFORE),
    ]
