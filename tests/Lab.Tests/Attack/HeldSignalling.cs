using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Tests.Attack;

/// <summary>An attacker on the path who keeps the victim's signalling to himself: the router drops it, he has it.</summary>
internal sealed class HeldSignalling : IDisposable
{
    private readonly string _family;
    private readonly Capture _capture;

    private HeldSignalling(string family, Capture capture)
    {
        _family = family;
        _capture = capture;
    }

    /// <summary>Native signalling over IPv6: what has a Destination Options header.</summary>
    public static HeldSignalling OverIpv6(MobileNodePort victim, string file) =>
        Start("ip6", $"ip6 saddr {victim.CareOfAddress(Attachment.V6)} ip6 nexthdr 60", "v60", "ip6[6] == 60", file);

    /// <summary>Signalling over IPv4, which is all that the node sends to port 4191 when there is no NAT.</summary>
    public static HeldSignalling OverIpv4(MobileNodePort victim, string file) =>
        Start("ip", $"ip saddr {victim.CareOfAddress(Attachment.V4)} udp dport 4191", "v40", "udp dst port 4191", file);

    /// <summary>The first packet held; the victim repeats its Binding Update as long as it gets no answer.</summary>
    public byte[] AwaitFirst()
    {
        IReadOnlyList<byte[]> caught = [];
        Wait.Until(() => (caught = CaughtPackets.Read(_capture.File)).Count > 0, TimeSpan.FromSeconds(10), "a Binding Update to hold");
        return caught[0];
    }

    public void Dispose()
    {
        AddressPlan.Core.Nft($"delete table {_family} held");
        _capture.Dispose();
    }

    private static HeldSignalling Start(string family, string drop, string link, string filter, string file)
    {
        AddressPlan.Core.Nft($$"""
            table {{family}} held {
              chain forward {
                type filter hook forward priority 0
                {{drop}} drop
              }
            }
            """);
        return new HeldSignalling(family, Capture.Start(AddressPlan.Core, link, file, filter));
    }
}
