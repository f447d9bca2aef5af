using DsMip.Configuration;
using DsMip.HomeAgent.Telemetry;
using DsMip.HomeAgent.Tracing;
using DsMip.IPsec;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// The IPsec of the mobile node and the keys for it. They are the larger half of an entity, and mobile nodes are silent for most of the time: then the
/// entity rests, without them, and takes them from the directory again for the next message. The counters stay.
/// </summary>
public sealed partial class BindingCacheEntryActor
{
    private SignallingIpsec? _ipsec;
    private IReassociation? _reassociation;
    private bool _isResting;
    private bool _isSpokenTo;

    /// <summary>Of the IPsec that was closed for a rest; 0: all numbers that were reserved count as used.</summary>
    private ulong _nextOutbound;

    private void OpenIpsec()
    {
        // What it has not used of the block is still its own, whatever has changed of the mobile node.
        var next = _ipsec?.NextOutbound ?? _nextOutbound;
        _ipsec?.Dispose();
        _ipsec = _mobileNode?.Keys is { } keys && _node.Options.Ipsec == IpsecImplementation.Bits
            ? new SignallingIpsec(_home, keys, _node.Options.HomeAgentAddress, _esp, next)
            : null;
        _nextOutbound = 0;
        // One frame at a time is inside IPsec here.
        _reassociation = _ipsec is null ? null : _node.Options.Reassociation.Create(capacity: 2);
    }

    private void RestUnlessSpokenTo()
    {
        if (_isResting) return;
        // What was accepted and led to no decision is in the window only: a copy of it must not be accepted.
        if (_isSpokenTo || _ipsec?.IsKnownTo(_esp) == false)
        {
            _isSpokenTo = false;
            _node.Awake.Add(Self, _node.Clock.GetUtcNow());
            return;
        }
        _nextOutbound = _ipsec?.NextOutbound ?? 0;
        _ipsec?.Dispose();
        (_ipsec, _reassociation, _mobileNode, _isResting) = (null, null, null, true);
    }

    /// <summary>The mobile node may have been changed or removed since: its keys and addresses are those of now, and its counters go on.</summary>
    private void FollowDirectory()
    {
        var revision = _node.Directory.RevisionOf(_home);
        var isAsItWas = revision == _revision;
        if (isAsItWas && !_isResting) return;
        _revision = revision;
        _node.Directory.TryFind(_home, out _mobileNode);
        OpenIpsec();
        if (_isResting) _node.Awake.Add(Self, _node.Clock.GetUtcNow());
        _isResting = false;
        if (isAsItWas || _entry is not { } entry) return;
        if (BindingRevision.Revise(entry, _node.Options, _node.Directory, BindingRevision.LeasesOf(entry)) is not { } revised) Forget(entry);
        else _entry = revised;
    }

    private DropReason Unseal(ISignallingFrame frame, out byte[]? clear, out Ingress ingress)
    {
        (clear, ingress) = (null, default);
        // What claims to be open already has not passed our IPsec, and what is sealed has no business where IPsec is the kernel's.
        if (frame is not ClassifiedFrame || _ipsec is null) return DropReason.UnprotectedSignalling;
        _trace?.Step(Traces.Open);
        _reassociation!.Enter(frame.Bytes, frame.Ingress);
        var discard = _ipsec.TryOpen(frame.Bytes, out clear);
        var found = _reassociation!.TryTake(clear, out ingress);
        _reassociation!.Leave();
        if (clear is null) return DropReasons.Of(discard);
        return found ? DropReason.None : DropReason.UnknownTag;
    }

    private IpsecDiscard Seal(byte[] clear, out byte[]? packet)
    {
        if (_node.Packets is { IsOn: true } traced) traced.Signalling(_home, PacketPlace.Sealing, clear);
        if (_ipsec is not null) return _ipsec.TrySeal(clear, out packet);
        packet = clear;
        return IpsecDiscard.None;
    }
}
