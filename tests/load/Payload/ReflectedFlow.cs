using System.Net;

namespace DsMip.Load;

/// <summary>What the correspondent node knows of one mobile node.</summary>
internal sealed class ReflectedFlow(ulong run)
{
    public readonly ulong Run = run;
    public readonly NumberWindow Uplink = new();

    public SocketAddress Peer = new(System.Net.Sockets.AddressFamily.InterNetworkV6);
    public ulong Sent;
    public uint IntervalMilliseconds;

    /// <summary>The latest of the mobile node's clock that came.</summary>
    public long Clock;

    /// <summary>When it was heard last, nanoseconds.</summary>
    public long Heard;

    public PayloadPacket Next() => new(Run, ++Sent, Uplink.Received, Uplink.Highest, Uplink.Copies, IntervalMilliseconds, Clock);
}
