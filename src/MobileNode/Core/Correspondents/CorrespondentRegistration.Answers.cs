using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Correspondents;

/// <summary>What correspondents answer, and what is said in their name (RFC 6275 11.3.5, 11.3.6, 11.6.2, 11.7.3, 11.7.4). All answer false to what does not count.</summary>
internal sealed partial class CorrespondentRegistration
{
    public bool Received(HomeTest test, DateTimeOffset now, List<CorrespondentCommand> commands) =>
        _phase == Phase.Testing && _tests.Received(test) && Went(now, commands);

    public bool Received(CareOfTest test, Ipv6Address careOf, DateTimeOffset now, List<CorrespondentCommand> commands) =>
        _phase == Phase.Testing && _tests.Received(test, careOf) && Went(now, commands);

    /// <param name="header">The whole Mobility Header as received.</param>
    public bool Received(BindingAcknowledgement acknowledgement, ReadOnlySpan<byte> header, DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        if (_sent is not { } sent || _phase != Phase.Updating) return false;
        var status = acknowledgement.Status;
        // Without the nonces there is no key to sign with (RFC 6275 6.1.8).
        var isUnsigned = IsAboutNonces(status) && acknowledgement.Options.Find<BindingAuthorizationDataOption>() is null;
        if (!isUnsigned && !sent.Key.Verifies(header, sent.CareOf, correspondent)) return false;
        if (status == BindingStatus.SequenceNumberOutOfWindow) return OutOfWindow(acknowledgement.Sequence, now, commands);
        if (acknowledgement.Sequence != sent.Message.Sequence) return false;
        Answered(sent, acknowledgement, now, commands);
        return true;
    }

    /// <summary>A Binding Refresh Request; nobody authenticates it.</summary>
    public bool RefreshRequested(DateTimeOffset now, List<CorrespondentCommand> commands) => IsPrompted(now) && TestAgain(now, commands);

    /// <summary>A Binding Error; nobody authenticates it.</summary>
    public bool Received(BindingError error, DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        // Who has had a Binding Update may know the message after all: somebody else may have said this.
        if (error.Status == BindingErrorStatus.UnrecognizedMobilityHeaderType && _phase is Phase.Testing or Phase.Updating && _possibleUntil <= now)
        {
            Rest(now, commands);
            return true;
        }
        if (error.Status != BindingErrorStatus.UnknownBindingForHomeAddressOption || error.HomeAddress != home || !IsPrompted(now)) return false;
        UseTunnel(now, commands);
        _binding = null;
        return TestAgain(now, commands);
    }

    /// <summary>An ICMP error about one of the tests.</summary>
    public bool NotUnderstood(ulong cookie, DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        if (_phase != Phase.Testing || !_tests.IsOutstanding(cookie)) return false;
        Rest(now, commands);
        return true;
    }

    private bool IsPrompted(DateTimeOffset now) => _phase == Phase.Bound && now - _bound >= PromptInterval;

    private bool TestAgain(DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        Test(now, commands);
        return true;
    }

    private bool Went(DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        if (_tests.TryComplete(now, out _, out _)) Complete(now, commands);
        return true;
    }

    private void Answered(CorrespondentUpdate sent, BindingAcknowledgement acknowledgement, DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        var granted = BindingLifetime.Min(sent.Message.Lifetime, acknowledgement.Lifetime);
        if (IsAboutNonces(acknowledgement.Status)) Forgotten(acknowledgement.Status, now, commands);
        else if (sent.Removes) End(commands);
        else if (!acknowledgement.IsAccepted || granted.IsZero) Refused(now, commands);
        else
        {
            _binding = (sent.CareOf, sent.Sent + granted.ToTimeSpan());
            (_bound, _possibleUntil) = (now, _binding.Value.Expires);
            Bound(commands, now);
        }
    }

    private void Refused(DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        // Signed: there is none, unless there was one before.
        if (_binding is null) _possibleUntil = now;
        Rest(now, commands);
    }

    private void Forgotten(BindingStatus status, DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        _sent = null;
        _tests.Forget(home: status != BindingStatus.ExpiredCareOfNonceIndex, careOf: status != BindingStatus.ExpiredHomeNonceIndex);
        if (++_failures >= MaximumTries) Rest(now, commands);
        else Test(now, commands);
    }

    private bool OutOfWindow(SequenceNumber lastAccepted, DateTimeOffset now, List<CorrespondentCommand> commands)
    {
        if (!_sequence.IsAfter(lastAccepted)) _sequence = lastAccepted;
        Update(now, commands);
        return true;
    }

    private static bool IsAboutNonces(BindingStatus status) =>
        status is BindingStatus.ExpiredHomeNonceIndex or BindingStatus.ExpiredCareOfNonceIndex or BindingStatus.ExpiredNonces;
}
