using DsMip.IPsec;
using DsMip.Linux.Netlink;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.Testing;

namespace DsMip.Native.Tests.Xfrm;

/// <summary>A namespace with an empty SAD and SPD, our client inside, and ip-xfrm(8) as the oracle.</summary>
internal sealed class XfrmHost : IDisposable
{
    internal static readonly Ipv6Address HomeAgent = Ipv6Address.Parse("2001:db8::1");
    internal static readonly Ipv6Address Node = Ipv6Address.Parse("2001:db8::5");
    internal static readonly XfrmStateId StateId = new(HomeAgent, 0x1001);
    internal static readonly XfrmSelector MobilityHeaders =
        new(NetworkPrefix.Host(Node), NetworkPrefix.Host(HomeAgent), IpProtocol.MobilityHeader);

    internal XfrmHost() => Kernel = Namespace.Run(() => new XfrmNetlink());

    internal NetworkNamespace Namespace { get; } = NetworkNamespace.Create();
    internal XfrmNetlink Kernel { get; }

    internal string States => Flat(Namespace.Ip("-d -s xfrm state"));
    internal string Policies => Flat(Namespace.Ip("-d -s xfrm policy"));

    internal static SecurityAssociationParameters Keys(EspSuite suite, bool extended = true, uint spi = 0x1001)
    {
        var profile = EspSuiteProfile.Of(suite);
        return new SecurityAssociationParameters(new Spi(spi), suite, Key(profile.EncryptionKeyLength, 0x11), Key(profile.IntegrityKeyLength, 0x80), extended);
    }

    internal static XfrmState State(EspSuite suite = EspSuite.AesGcm128, bool extended = true) =>
        new(StateId, Node, XfrmMode.Transport) { Reqid = 7, Parameters = Keys(suite, extended) };

    /// <summary>The state by the hand of ip(8), SPI 0x1001 from Node to HomeAgent.</summary>
    internal void AddByIp(string options) => Namespace.Ip(
        $"xfrm state add src {Node} dst {HomeAgent} proto esp spi 0x1001 {options} aead rfc4106(gcm(aes)) 0x{Convert.ToHexString(Key(20, 0x11))} 128");

    public void Dispose()
    {
        Kernel.Dispose();
        Namespace.Dispose();
    }

    private static byte[] Key(int length, byte first) => [.. Enumerable.Range(first, length).Select(i => (byte)i)];

    /// <summary>One space between words, and lines as they are no more.</summary>
    private static string Flat(string output) => string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
