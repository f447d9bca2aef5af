using DsMip.HomeAgent.Core.Names;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>RFC 6275 10.3.2: the mobile node is home, or has no care-of address any more. Removes the IPv4 binding as well (RFC 5555 4.4.2.1).</summary>
internal static class Deregistration
{
    /// <summary>MAX_DELETE_BCE_TIMEOUT (RFC 6275 12): how long the sequence number of a deregistered binding is remembered.</summary>
    public static readonly TimeSpan MaxDeleteBceTimeout = TimeSpan.FromSeconds(10);

    public static bool IsRequested(BindingRequest request, IpAddress careOf) => request.Update.Lifetime.IsZero || careOf == request.HomeAddress;

    /// <summary>An entry that is already deregistered is acknowledged again: the first acknowledgement was lost.</summary>
    public static BindingDecision Process(BindingRequest request) => request.Entry is { } entry
        ? new BindingDecision(Deregistered(entry, request), Changed: true, Acknowledgement.Accepting(request, BindingLifetime.Zero, [])) { NameUpdate = NameRegistration.Open(request) }
        : Unknown(request);

    /// <summary>
    /// Without an entry: status 133. The sequence number is remembered all the same, because a registration sent earlier may still be under way:
    /// accepted after this, it would bind a mobile node that is home and has been told that it has no binding.
    /// </summary>
    private static BindingDecision Unknown(BindingRequest request)
    {
        var refusal = Acknowledgement.Refusing(request, BindingStatus.NotHomeAgentForThisMobileNode);
        if (!request.Policy.Provisioned || !request.Policy.HomePrefix.Contains(request.HomeAddress))
            return new BindingDecision(request.Cached, Changed: false, refusal);
        var never = new BindingCacheEntry(
            request.HomeAddress, request.HomeAddress, request.Ingress, Encapsulation.Ipv6, NatDetected: false, request.Update.Flags,
            request.Update.Sequence, BindingLifetime.Zero, request.Now);
        return new BindingDecision(Deregistered(never, request), Changed: true, refusal);
    }

    private static BindingCacheEntry Deregistered(BindingCacheEntry entry, BindingRequest request) => Remembered(entry, request.Update.Sequence, request.Now);

    /// <summary>A binding that has ended, and what is kept of it for MAX_DELETE_BCE_TIMEOUT.</summary>
    public static BindingCacheEntry Remembered(BindingCacheEntry entry, SequenceNumber sequence, DateTimeOffset now) => entry with
    {
        Deregistered = true,
        Sequence = sequence,
        Lifetime = BindingLifetime.Zero,
        Expires = now + MaxDeleteBceTimeout,
        // That was the answer (RFC 5142 5.2). If no other home agent takes it, it may come back.
        Switch = null,
    };
}
