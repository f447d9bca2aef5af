using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Correspondents;

/// <summary>A Binding Update to a correspondent (RFC 6275 11.7.2), kept until it is answered.</summary>
/// <param name="Message">Signed.</param>
/// <param name="CareOf">The one that is bound; the home address where a binding is removed.</param>
internal sealed record CorrespondentUpdate(BindingUpdate Message, DateTimeOffset Sent, BindingManagementKey Key, Ipv6Address CareOf)
{
    /// <summary>MAX_RR_BINDING_LIFETIME (RFC 6275 12).</summary>
    public static readonly BindingLifetime MaximumLifetime = new(420 / BindingLifetime.SecondsPerUnit);

    public bool Removes => Message.Lifetime.IsZero;

    /// <summary>An answer is wanted always: without it packets would leave for a correspondent that may not have the binding.</summary>
    public static CorrespondentUpdate Register(
        SequenceNumber sequence, NonceIndicesOption nonces, BindingManagementKey key, in CareOfPlace place, Ipv6Address home, Ipv6Address correspondent, DateTimeOffset now)
    {
        var lifetime = BindingLifetime.Min(MaximumLifetime, BindingLifetime.From(place.Expires - now));
        return Create(sequence, lifetime, nonces, key, place.CareOf, home, correspondent, now);
    }

    /// <summary>Comes from the home address, wherever the node is: it has no other one that the correspondent should know.</summary>
    public static CorrespondentUpdate Remove(
        SequenceNumber sequence, NonceIndicesOption nonces, BindingManagementKey key, Ipv6Address home, Ipv6Address correspondent, DateTimeOffset now) =>
        Create(sequence, BindingLifetime.Zero, nonces, key, home, home, correspondent, now);

    private static CorrespondentUpdate Create(
        SequenceNumber sequence, BindingLifetime lifetime, NonceIndicesOption nonces, BindingManagementKey key, Ipv6Address careOf, Ipv6Address home, Ipv6Address correspondent, DateTimeOffset now)
    {
        var message = new BindingUpdate(sequence, BindingUpdateFlags.Acknowledge, lifetime, MobilityOptions.Of(nonces));
        return new CorrespondentUpdate(key.Sign(message, home, careOf, correspondent), now, key, careOf);
    }
}
