using System.Diagnostics;
using DsMip.Linux;

namespace DsMip.KernelEsp.Lab;

/// <summary>A TUN interface: the kernel on one side, with stock addresses and ESP; on the other we, who have only packets.</summary>
internal sealed class LabNetwork : IDisposable
{
    private const string Interface = "esp0";

    private readonly TunDevice _tun;

    private LabNetwork(TunDevice tun) => _tun = tun;

    public static LabNetwork Open()
    {
        var network = new LabNetwork(TunDevice.Open(Interface));
        Iproute.Run("link", "set", Interface, "up", "mtu", "1500");
        foreach (var ends in Ends.All)
        {
            string[] address = ends.Kernel.IsIpv4 ? [$"{ends.Kernel}/24"] : [$"{ends.Kernel}/64", "nodad"];
            Iproute.Run(["address", "add", .. address, "dev", Interface]);
        }

        return network;
    }

    /// <summary>Gives a packet to the kernel, which has usually dealt with it when this returns.</summary>
    public void Send(ReadOnlySpan<byte> packet)
    {
        var errno = _tun.Write(packet);
        // The kernel takes no packet without a whole IP header; neither would a link.
        TrialException.Require(errno == Errno.None, $"writing {packet.Length} bytes to the TUN interface: {errno}");
    }

    /// <summary>The next packet of the wanted protocol that the kernel sends; others (neighbour discovery, multicast) are passed over.</summary>
    public byte[] Receive(byte protocol)
    {
        var buffer = new byte[2048];
        for (var clock = Stopwatch.StartNew(); clock.ElapsedMilliseconds < 2000;)
        {
            var length = _tun.Read(buffer);
            if (length == 0) Thread.Sleep(1);
            else if (Frames.Protocol(buffer) == protocol) return buffer[..length];
        }

        throw new TrialException($"the kernel sent no packet of protocol {protocol}");
    }

    /// <summary>Forgets what the kernel has sent so far.</summary>
    public void Drain()
    {
        Span<byte> buffer = stackalloc byte[2048];
        while (_tun.Read(buffer) != 0)
        {
        }
    }

    public void Dispose() => _tun.Dispose();
}
