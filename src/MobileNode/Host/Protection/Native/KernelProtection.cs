using DsMip.Configuration;
using DsMip.Linux;
using DsMip.MobileNode.Core;
using DsMip.MobileNode.Registration;
using DsMip.NativeIpsec;
using DsMip.Tunnel;
using DsMip.Wire;
using Microsoft.Extensions.Logging;

namespace DsMip.MobileNode.Protection;

/// <summary>The kernel's IPsec: policies put in, keys by hand or by IKE, and a look at the SAD whenever the kernel tells that it has changed.</summary>
internal sealed class KernelProtection : IProtection
{
    private readonly KernelAssociations _associations;
    private readonly KernelPolicies _policies;
    private readonly IKeys _keys;
    private readonly PayloadMapping? _mapping;
    private readonly Ipv6Address _homeAddress;
    private readonly ProtocolInbox _inbox;
    private readonly ILogger _logger;
    private string? _problem;
    private int _waiting;

    /// <param name="mapping">The NAT's, of protected payload; null: payload is not protected.</param>
    public KernelProtection(
        Ipv6Address homeAddress, KernelAssociations associations, KernelPolicies policies, IKeys keys, PayloadMapping? mapping, ProtocolInbox inbox, ILogger logger)
    {
        (_associations, _policies, _keys, _mapping, _homeAddress, _inbox, _logger) = (associations, policies, keys, mapping, homeAddress, inbox, logger);
        associations.Changed += Changed;
    }

    public bool IsReady
    {
        get
        {
            Guard(_policies.PutBack);
            return _associations.CanSeal(_homeAddress, AssociationPurpose.Signalling);
        }
    }

    public ProtectionStatus Status
    {
        get
        {
            var purposes = _associations.Of(_homeAddress).Where(association => !association.Inbound).Select(association => association.Purpose).Distinct().Order().ToArray();
            return new ProtectionStatus(nameof(IpsecImplementation.Kernel), $"{_keys.Origin}: {(purposes.Length == 0 ? "none" : string.Join(", ", purposes))}");
        }
    }

    public void AskForKeys(BindingUpdatePath path)
    {
        Interlocked.Exchange(ref _waiting, 1);
        _keys.Ask(path);
        // They may have come in between.
        if (_associations.CanSeal(_homeAddress, AssociationPurpose.Signalling)) Changed();
    }

    public void DoubtKeys(BindingUpdatePath path) => _keys.Doubt(path);

    public void LeaveHome() => Guard(_policies.LeaveHome);

    public void ReturnHome() => Guard(_policies.ReturnHome);

    public void SetIpv4HomeAddress(Ipv4Address address) => Guard(() => _policies.SetIpv4HomeAddress(address));

    public void SetTunnel(BidirectionalTunnel? tunnel) => _mapping?.SetTunnel(tunnel);

    public void Look(DateTimeOffset now)
    {
        Guard(_policies.PutBack);
        _mapping?.Look(now);
    }

    public Task RunAsync(CancellationToken stop) => _keys.RunAsync(stop);

    public Task WithdrawAsync() => _keys.WithdrawAsync();

    public void Dispose() => _associations.Changed -= Changed;

    // On the thread that listens to the kernel.
    private void Changed()
    {
        if (!_associations.CanSeal(_homeAddress, AssociationPurpose.Signalling)) return;
        if (Interlocked.Exchange(ref _waiting, 0) == 1) _inbox.Post(new ProtectionReadySeen());
    }

    private void Guard(Action action)
    {
        try
        {
            action();
            _problem = null;
        }
        catch (LinuxException e)
        {
            if (e.Message != _problem) _logger.LogError("{Problem}", e.Message);
            _problem = e.Message;
        }
    }
}
