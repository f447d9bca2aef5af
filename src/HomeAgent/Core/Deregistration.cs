using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>RFC 6275 10.3.2: the mobile node is home, or has no care-of address any more. Removes the IPv4 binding as well (RFC 5555 4.4.2.1).</summary>
internal static class Deregistration
{
    /// <summary>MAX_DELETE_BCE_TIMEOUT (RFC 6275 12): how long the sequence number of a deregistered binding is remembered.</summary>
    public static readonly TimeSpan MaxDeleteBceTimeout = TimeSpan.FromSeconds(10);

    public static bool IsRequested(BindingRequest request, IpAddress careOf) => request.Update.Lifetime.IsZero || careOf == request.HomeAddress;

    /// <summary>
    /// An entry that is already deregistered is acknowledged again: the first acknowledgement was lost. Without any entry: status 133.
    /// </summary>
    public static BindingDecision Process(BindingRequest request)
    {
        if (request.Entry is not { } entry)
        {
            var refusal = Acknowledgement.Refusing(request, BindingStatus.NotHomeAgentForThisMobileNode);
            return new BindingDecision(request.Cached, Changed: false, refusal);
        }
        var deregistered = entry with
        {
            Deregistered = true,
            Sequence = request.Update.Sequence,
            Lifetime = BindingLifetime.Zero,
            Expires = request.Now + MaxDeleteBceTimeout,
        };
        return new BindingDecision(deregistered, Changed: true, Acknowledgement.Accepting(request, BindingLifetime.Zero, []));
    }
}
