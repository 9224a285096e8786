from django.db import migrations, models
from django.db.models.functions import Length


def count_characters(apps, schema_editor):
    """Of the documents that were read before anybody counted."""
    uploads = apps.get_model('widgets', 'Upload').objects.filter(state='ready')
    uploads.exclude(media_type__startswith='image/').update(characters=Length('text'))


class Migration(migrations.Migration):

    dependencies = [
        ('widgets', "0004_trials"),
    ]

    operations = [
        migrations.AddField(
            model_name='upload',
            name='characters',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='upload',
            name='visitor',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='upload',
            name='started_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='upload',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name='run',
            index=models.Index(fields=['guest', 'created_at'], name='runs_by_guest'),
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(fields=['visitor', 'created_at'], name='uploads_by_visitor'),
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(fields=['visitor', 'started_at'], name='uploads_by_turn'),
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(fields=['player', 'guest', 'size', 'characters'], name='uploads_by_player'),
        ),
        migrations.RunPython(count_characters, migrations.RunPython.noop),
    ]
