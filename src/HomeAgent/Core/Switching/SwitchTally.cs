namespace DsMip.HomeAgent.Core.Switching;

/// <summary>What became of mobile nodes that were asked.</summary>
/// <param name="Accepted">Their switch, or that they may stay, is durable.</param>
/// <param name="Unprotected">They cannot be told: they have no security association that encrypts.</param>
/// <param name="Gone">Their binding has ended meanwhile.</param>
/// <param name="Failed">No control node has said that it is done.</param>
public readonly record struct SwitchTally(int Accepted, int Unprotected, int Gone, int Failed)
{
    public int Asked => Accepted + Unprotected + Gone + Failed;

    public static SwitchTally operator +(SwitchTally left, SwitchTally right) =>
        new(left.Accepted + right.Accepted, left.Unprotected + right.Unprotected, left.Gone + right.Gone, left.Failed + right.Failed);
}
