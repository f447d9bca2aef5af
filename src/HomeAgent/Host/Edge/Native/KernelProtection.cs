using DsMip.HomeAgent.Admin;
using DsMip.NativeIpsec;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>What the kernel's SAD holds, whoever put it there.</summary>
internal sealed class KernelProtection(KernelAssociations associations) : IProtectionInForce
{
    public IReadOnlyList<ProtectionJson> Of(Ipv6Address home, in BidirectionalTunnel tunnel)
    {
        var list = new List<ProtectionJson>();
        foreach (var association in associations.Of(home).OrderBy(one => one.Purpose).ThenByDescending(one => one.Inbound))
        {
            list.Add(ProtectionJson.Of(
                association.Purpose.ToString(), association.Id.Spi, ProtectedUplink.IsTunnel(association), association.Inbound, association.Selector, tunnel));
        }
        return list;
    }
}
