namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>Edge to the control node that sent the batch: all that it contains is in the table, and the next packet goes by it.</summary>
/// <param name="Source">Of the batch.</param>
/// <param name="Number">Of the batch; says nothing about those before. <see cref="Heard"/>: of none.</param>
public sealed record BatchConfirmed(long Source, long Number)
{
    /// <summary>The answer to a batch without changes. Its number is that of the last one with changes, which may have got lost.</summary>
    public const long Heard = 0;
}
