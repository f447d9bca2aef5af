using DsMip.MobileNode.Core;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Protection;

/// <summary>IPsec in this process, or none: whatever policies and keys there are, are there from the start.</summary>
internal sealed class BitsProtection(ProtectionStatus status) : IProtection
{
    public ProtectionStatus Status => status;

    public bool IsReady => true;

    public void AskForKeys(BindingUpdatePath path)
    {
    }

    public void DoubtKeys(BindingUpdatePath path)
    {
    }

    public void LeaveHome()
    {
    }

    public void ReturnHome()
    {
    }

    public void SetIpv4HomeAddress(Ipv4Address address)
    {
    }

    public void SetTunnel(BidirectionalTunnel? tunnel)
    {
    }

    public void Look(DateTimeOffset now)
    {
    }

    public Task RunAsync(CancellationToken stop) => Task.CompletedTask;

    public Task WithdrawAsync() => Task.CompletedTask;

    public void Dispose()
    {
    }
}
