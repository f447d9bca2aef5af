namespace DsMip.Load;

/// <summary>A row of the journal, without its message.</summary>
/// <param name="Ordering">In which order rows were written.</param>
/// <param name="WriterUuid">Of the incarnation of the entity that wrote it.</param>
public readonly record struct JournalRow(string PersistenceId, long SequenceNumber, long Ordering, string WriterUuid);
