using System.Collections.Immutable;
using DsMip.Wire;

namespace DsMip.NativeIpsec;

/// <summary>What the SAD held at one moment. Never changes, so any thread reads it without a lock.</summary>
internal sealed record AssociationSnapshot(
    ImmutableDictionary<uint, KernelAssociation> Inbound,
    ImmutableDictionary<(Ipv6Address Destination, uint Spi), KernelAssociation> Outbound,
    ImmutableDictionary<Ipv6Address, ImmutableArray<KernelAssociation>> ByHomeAddress)
{
    internal static AssociationSnapshot Empty { get; } = new(
        ImmutableDictionary<uint, KernelAssociation>.Empty,
        ImmutableDictionary<(Ipv6Address, uint), KernelAssociation>.Empty,
        ImmutableDictionary<Ipv6Address, ImmutableArray<KernelAssociation>>.Empty);

    internal static AssociationSnapshot Of(IEnumerable<KernelAssociation> associations)
    {
        var all = associations.ToList();
        return new AssociationSnapshot(
            all.Where(association => association.Inbound).ToImmutableDictionary(association => association.Id.Spi),
            all.Where(association => !association.Inbound).ToImmutableDictionary(OutboundKey),
            all.GroupBy(association => association.HomeAddress).ToImmutableDictionary(group => group.Key, group => group.ToImmutableArray()));
    }

    internal AssociationSnapshot With(KernelAssociation association) => association.Inbound
        ? this with { Inbound = Inbound.SetItem(association.Id.Spi, association), ByHomeAddress = Joined(association) }
        : this with { Outbound = Outbound.SetItem(OutboundKey(association), association), ByHomeAddress = Joined(association) };

    internal AssociationSnapshot Without(KernelAssociation association) => association.Inbound
        ? this with { Inbound = Inbound.Remove(association.Id.Spi), ByHomeAddress = Left(association) }
        : this with { Outbound = Outbound.Remove(OutboundKey(association)), ByHomeAddress = Left(association) };

    internal ImmutableArray<KernelAssociation> Of(Ipv6Address homeAddress) => ByHomeAddress.GetValueOrDefault(homeAddress, []);

    private static (Ipv6Address, uint) OutboundKey(KernelAssociation association) => (association.Id.Destination.AsIpv6, association.Id.Spi);

    private ImmutableDictionary<Ipv6Address, ImmutableArray<KernelAssociation>> Joined(KernelAssociation association) =>
        ByHomeAddress.SetItem(association.HomeAddress, Of(association.HomeAddress).Add(association));

    private ImmutableDictionary<Ipv6Address, ImmutableArray<KernelAssociation>> Left(KernelAssociation association)
    {
        var rest = Of(association.HomeAddress).Remove(association);
        return rest.IsEmpty ? ByHomeAddress.Remove(association.HomeAddress) : ByHomeAddress.SetItem(association.HomeAddress, rest);
    }
}
