namespace DsMip.Load;

/// <summary>What became of numbered payload, all nodes together.</summary>
/// <param name="UplinkSent">Packets that mobile nodes have sent.</param>
/// <param name="UplinkLost">Of those up to the last one that came: those that did not.</param>
/// <param name="UplinkCopies">Came more than once.</param>
/// <param name="DownlinkReceived">Packets of the correspondent node that came, each number once.</param>
/// <param name="DownlinkLost">Of those up to the last one that came: those that did not.</param>
/// <param name="DownlinkCopies">Came more than once.</param>
/// <param name="Misdelivered">Came to a place where the node of their home address is not, and was not a moment ago.</param>
/// <param name="LongestSilence">Longest time in which a registered node that sends got nothing back.</param>
/// <param name="Silent">Nodes that never got anything.</param>
public sealed record PayloadReport(
    long UplinkSent, long UplinkLost, long UplinkCopies, long DownlinkReceived, long DownlinkLost, long DownlinkCopies, long Misdelivered,
    TimeSpan LongestSilence, int Silent)
{
    /// <summary>Up to eight lines that tell who got what where.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
