using DsMip.Linux;
using DsMip.Testing;

namespace DsMip.Native.Tests.KernelPaths;

/// <summary>What leaves by a <see cref="FrameSender"/> has been through IPsec, or needs none.</summary>
public sealed class BelowIpsecTests
{
    [NativeTheory]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    public void No_policy_of_the_host_touches_it(string everything)
    {
        using var here = NetworkNamespace.Create();
        using var there = NetworkNamespace.Create();
        NetworkNamespace.Connect(here, "eth0", there, "eth0");
        foreach (var (node, number) in new[] { (here, 1), (there, 2) })
        {
            node.Ip($"address add 2001:db8:c::{number}/64 dev eth0 nodad");
            node.Ip($"address add 198.51.100.{number}/24 dev eth0");
        }
        here.Ip($"xfrm policy add dir out src {everything} dst {everything} action block");
        var packet = everything[0] == ':'
            ? Messages.Ipv6(Ipv6Address.Parse("2001:db8:c::1"), Ipv6Address.Parse("2001:db8:c::2"), IpProtocol.NoNextHeader, [])
            : Ipv4("198.51.100.1", "198.51.100.2");
        using var sender = here.Run(() => new FrameSender(device: "eth0"));
        Assert.Equal(Errno.None, sender.Send(packet));
    }

    private static byte[] Ipv4(string source, string destination)
    {
        var packet = new byte[Ipv4Header.Size];
        (packet[0], packet[8], packet[9]) = (0x45, 64, IpProtocol.Udp);
        Ipv4Address.Parse(source).Write(packet.AsSpan(12));
        Ipv4Address.Parse(destination).Write(packet.AsSpan(16));
        return packet;
    }
}
