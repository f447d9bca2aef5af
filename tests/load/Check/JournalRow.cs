namespace DsMip.Load;

/// <summary>A row of the journal, without its message.</summary>
/// <param name="Ordering">In which order rows were written.</param>
/// <param name="Writer">Of the incarnation of the node that wrote it: all of its entities share it.</param>
/// <param name="Created">When, by that node's clock.</param>
/// <param name="WriterLast">The last row of any entity that this writer wrote, in the same order.</param>
public readonly record struct JournalRow(
    string PersistenceId, long SequenceNumber, long Ordering, string Writer, DateTimeOffset Created, long WriterLast = long.MaxValue);
