using DsMip.Wire;

namespace DsMip.Load;

/// <summary>Places where mobile nodes can be. Nobody is told where the others are: with a prefix much larger than the number of nodes it hardly matters.</summary>
internal sealed class CareOfAddresses(LoadSettings settings, Random random)
{
    private const int Ipv6Bits = 32;

    public Attachment Next(bool overIpv6) => overIpv6 ? NextIpv6(settings.CareOfIpv6!.Value) : NextIpv4(settings.CareOfIpv4!.Value);

    private Attachment NextIpv4(Ipv4Prefix prefix)
    {
        // Neither the first nor the last address: they are the network's and the broadcast's.
        var host = random.NextInt64(1, (1L << (32 - prefix.Length)) - 1);
        return new Attachment(new Ipv4Address(prefix.Address.Value + (uint)host), (ushort)(settings.FirstPort + random.Next(settings.Ports)));
    }

    private Attachment NextIpv6(Ipv6Prefix prefix)
    {
        var bits = Math.Min(Ipv6Bits, 128 - prefix.Length);
        return new Attachment(new Ipv6Address(prefix.Address.Value + (UInt128)(ulong)random.NextInt64(1, 1L << bits)), 0);
    }
}
