namespace DsMip.Load;

/// <summary>
/// Finds persistent entities that lived twice at a time, by the traces in the journal. Every incarnation of an entity has a writer of its own, and one that
/// has been followed by another never writes again. Pure; rows come by entity and sequence number.
/// </summary>
public sealed class OwnerCheck(Violations violations)
{
    /// <summary>Writers took turns.</summary>
    public const string TwoOwners = "two owners";

    /// <summary>One sequence number twice.</summary>
    public const string DuplicateNumber = "sequence number twice";

    /// <summary>A higher sequence number was written before a lower one.</summary>
    public const string OutOfOrder = "written out of order";

    private readonly HashSet<string> _former = [];
    private JournalRow _last;

    public void Add(in JournalRow row)
    {
        if (row.PersistenceId != _last.PersistenceId) _former.Clear();
        else Compare(row);
        _last = row;
    }

    private void Compare(in JournalRow row)
    {
        if (row.SequenceNumber == _last.SequenceNumber) violations.Add(DuplicateNumber, $"{row.PersistenceId} {row.SequenceNumber}");
        if (row.Ordering < _last.Ordering) violations.Add(OutOfOrder, $"{row.PersistenceId} {_last.SequenceNumber} at {_last.Ordering}, {row.SequenceNumber} at {row.Ordering}");
        if (row.WriterUuid == _last.WriterUuid) return;
        _former.Add(_last.WriterUuid);
        if (_former.Contains(row.WriterUuid)) violations.Add(TwoOwners, $"{row.PersistenceId}: {row.WriterUuid} again at {row.SequenceNumber}");
    }
}
