using DsMip.MobileNode.Core;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.MobileNode.Protection;

/// <summary>IPsec as the protocol module's loop sees it: keys and policies. Called on that loop.</summary>
internal interface IProtection : IDisposable
{
    /// <summary>Can a Binding Update be sealed now?</summary>
    bool IsReady { get; }

    /// <summary><see cref="Registration.ProtectionReadySeen"/> tells when they are there.</summary>
    /// <param name="path">Of the Binding Update that waits for them, and of key exchange.</param>
    void AskForKeys(BindingUpdatePath path);

    /// <summary>
    /// Binding Updates were sealed and nobody answers. The other end may use an SA that we do not have, as after a key exchange that a move has cut in
    /// two: keys that both ends make now are the newest of either.
    /// </summary>
    /// <param name="path">Of the last one.</param>
    void DoubtKeys(BindingUpdatePath path);

    /// <summary>Payload is about to be routed into the tunnel.</summary>
    void LeaveHome();

    /// <summary>Payload no longer belongs into the tunnel.</summary>
    void ReturnHome();

    /// <param name="address">0.0.0.0: none.</param>
    void SetIpv4HomeAddress(Ipv4Address address);

    /// <summary>Payload takes another tunnel now; null: none.</summary>
    void SetTunnel(BidirectionalTunnel? tunnel);

    /// <summary>To be called every few seconds.</summary>
    void Look(DateTimeOffset now);

    /// <summary>For people: whose IPsec it is, and the state of the keys.</summary>
    ProtectionStatus Status { get; }

    /// <summary>Whatever has to go on beside the loop, until stopped.</summary>
    Task RunAsync(CancellationToken stop);

    /// <summary>After that, while packets still leave: the other end is told that keys are not used any more. Does not take long and does not fail.</summary>
    Task WithdrawAsync();
}

/// <param name="Ipsec">Whose.</param>
/// <param name="Keys">Where keys come from and what they are there for.</param>
internal readonly record struct ProtectionStatus(string Ipsec, string Keys);
