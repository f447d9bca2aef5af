using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core;

/// <summary>
/// RFC 6275 9.5.1: the sequence number has to come after the last valid one, modulo 2^16; without an entry any number will do.
/// A deregistered entry still counts: that is what keeps a delayed Binding Update from undoing the deregistration (10.3.2).
/// </summary>
internal static class SequenceNumberCheck
{
    public static bool Passes(BindingRequest request) => request.Entry is not { } entry || request.Update.Sequence.IsAfter(entry.Sequence);

    /// <summary>Status 135 carries the last accepted number, from which the mobile node goes on.</summary>
    public static BindingDecision Refuse(BindingRequest request)
    {
        var refusal = Acknowledgement.Refusing(request, BindingStatus.SequenceNumberOutOfWindow);
        return new BindingDecision(request.Cached, Changed: false, refusal with { Sequence = request.Entry!.Sequence });
    }
}
