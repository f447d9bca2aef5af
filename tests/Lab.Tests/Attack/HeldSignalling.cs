using DsMip.Lab.Probes;
using DsMip.Lab.Topology;
using DsMip.Wire;

namespace DsMip.Lab.Tests.Attack;

/// <summary>An attacker on the path who keeps the victim's native signalling to himself: the router drops it, he has it.</summary>
internal sealed class HeldSignalling : IDisposable
{
    private readonly string _link;

    private HeldSignalling(string link) => _link = link;

    /// <param name="victim">Whose packets.</param>
    /// <param name="link">The router's link towards the victim.</param>
    public static HeldSignalling Of(MobileNodePort victim, string link)
    {
        AddressPlan.Core.Nft($$"""
            table ip6 held {
              chain forward {
                type filter hook forward priority 0
                ip6 saddr {{victim.CareOfAddress(Attachment.V6)}} ip6 nexthdr 60 drop
              }
            }
            """);
        return new HeldSignalling(link);
    }

    /// <summary>The next packet held; the victim repeats its Binding Update as long as it gets no answer.</summary>
    public byte[] AwaitFirst(string file)
    {
        IReadOnlyList<byte[]> caught = [];
        using var capture = Capture.Start(AddressPlan.Core, _link, file, $"ip6[6] == {IpProtocol.DestinationOptions}");
        Wait.Until(() => (caught = CaughtPackets.Read(file)).Count > 0, TimeSpan.FromSeconds(10), "a Binding Update to hold");
        return caught[0];
    }

    public void Dispose() => AddressPlan.Core.Nft("delete table ip6 held");
}
