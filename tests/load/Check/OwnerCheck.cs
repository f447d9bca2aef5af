namespace DsMip.Load;

/// <summary>
/// Finds persistent entities that lived twice at a time, by the traces in the journal. Two owners of an entity overtake each other: their nodes write
/// in turns. An entity that only moves away and back does so, too, but slowly: to hand it over twice takes a cluster many seconds, unless who had it
/// meanwhile was killed, and wrote nothing any more. Pure; rows come by entity and sequence number.
/// </summary>
/// <param name="settling">Less time than it takes to hand an entity over and back; null: 5 s.</param>
public sealed class OwnerCheck(Violations violations, TimeSpan? settling = null)
{
    /// <summary>Nodes took turns.</summary>
    public const string TwoOwners = "two owners";

    /// <summary>One sequence number twice.</summary>
    public const string DuplicateNumber = "sequence number twice";

    /// <summary>A higher sequence number was written before a lower one.</summary>
    public const string OutOfOrder = "written out of order";

    private readonly TimeSpan _settling = settling ?? TimeSpan.FromSeconds(5);
    private readonly List<JournalRow> _former = []; // the last row of each turn
    private JournalRow _last;

    /// <summary>Entities whose first row was gone already, and with it what it could tell.</summary>
    public int Incomplete { get; private set; }

    public void Add(in JournalRow row)
    {
        if (row.PersistenceId == _last.PersistenceId) Compare(row);
        else Begin(row);
        _last = row;
    }

    private void Begin(in JournalRow row)
    {
        _former.Clear();
        if (row.SequenceNumber > 1) Incomplete++;
    }

    private void Compare(in JournalRow row)
    {
        if (row.SequenceNumber == _last.SequenceNumber) violations.Add(DuplicateNumber, $"{row.PersistenceId} {row.SequenceNumber}");
        if (row.Ordering < _last.Ordering) violations.Add(OutOfOrder, $"{row.PersistenceId} {_last.SequenceNumber} at {_last.Ordering}, {row.SequenceNumber} at {row.Ordering}");
        if (row.Writer == _last.Writer) return;
        _former.Add(_last);
        var (writer, ordering) = (row.Writer, row.Ordering);
        var before = _former.FindLastIndex(turn => turn.Writer == writer);
        if (before < 0 || row.Created - _former[before].Created >= _settling || !_former[before..].Exists(turn => turn.Writer != writer && turn.WriterLast > ordering)) return;
        violations.Add(TwoOwners, $"{row.PersistenceId}: {writer} again at {row.SequenceNumber}, after {(row.Created - _former[before].Created).TotalMilliseconds:0} ms");
    }
}
