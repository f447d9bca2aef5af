using DsMip.MobileNode.Core.Revocation;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>Receiving Binding Revocation Indications (RFC 5846 10).</summary>
public sealed partial class HomeRegistration
{
    /// <summary>A binding that lived so long was no mistake of the one before: the pause before the next one is short again.</summary>
    private static readonly TimeSpan LongLife = TimeSpan.FromMinutes(1);

    private readonly RevocationPause _revocationPause = new();
    private bool _isRevoked;

    // Asked for once more if it gets lost: the home agent repeats its indication.
    private BindingRevocationAcknowledgement? _lastAnswer;

    /// <summary>An indication that came under the SA with the home agent and with a type 2 routing header for the home address.</summary>
    /// <returns>No answer: nothing is bound.</returns>
    public IReadOnlyList<Command> RevocationReceived(BindingRevocationIndication indication, DateTimeOffset now)
    {
        if (_lastAnswer is { } last && last.Sequence == indication.Sequence && last.Flags == indication.Flags) Answer(last);
        // The list has what was sent (RFC 6275 11.1): the acknowledgement may be slower than the indication.
        else if (_list.Entry is not null || _list.HasOutstanding) Judge(indication, now);
        return Finish();
    }

    private void Judge(BindingRevocationIndication indication, DateTimeOffset now)
    {
        var status = RevocationVerdict.Of(indication, _ipv4.Bound);
        _lastAnswer = new BindingRevocationAcknowledgement(status, indication.Sequence, indication.Flags, MobilityOptions.None);
        Answer(_lastAnswer);
        if (!_lastAnswer.IsAccepted) return;
        var isFinal = RevocationVerdict.IsFinal(indication.Trigger);
        if (indication.Has(BindingRevocationFlags.Ipv4HomeAddressBindingOnly)) ReleaseIpv4(isFinal);
        else EndBinding(isFinal, now);
        _commands.Add(new BindingRevoked(indication.Trigger, indication.Has(BindingRevocationFlags.Ipv4HomeAddressBindingOnly), isFinal ? null : _sendAt));
    }

    private void Answer(BindingRevocationAcknowledgement answer) => _commands.Add(new SendRevocationAcknowledgement(answer, _list.LastSequence));

    private void ReleaseIpv4(bool isFinal)
    {
        _ipv4.Revoke(isFinal, _commands);
        if (_list.Entry is { } entry) _list.Acknowledge(entry, ipv4HomeAddress: null);
    }

    private void EndBinding(bool isFinal, DateTimeOffset now)
    {
        var pause = _revocationPause.Next(isShortLived: _list.Entry is not { } entry || now - entry.Sent < LongLife);
        _list.Remove();
        _list.ForgetOutstanding();
        _possibleBinding.Removed();
        _retransmission.Clear();
        _confirmed = null;
        _isRevoked = isFinal;
        _sendAt = isFinal ? null : now + pause;
        if (_target is { AtHome: true } home) Deregistered(home.Path);
        else _payload.Clear(_commands);
    }
}
