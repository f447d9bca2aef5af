using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Datapath;

/// <summary>What the data path tells the protocol module. Called on the poller's thread; returns at once.</summary>
internal interface IProtocolEvents
{
    /// <param name="espHighestAccepted">Of the SA it came by.</param>
    void AcknowledgementReceived(BindingAcknowledgement acknowledgement, in Ingress ingress, ulong espHighestAccepted);

    /// <summary>From the home agent, with a type 2 routing header.</summary>
    /// <param name="espHighestAccepted">Of the SA it came by.</param>
    void AdvertisementReceived(MobilePrefixAdvertisement advertisement, ulong espHighestAccepted);

    /// <summary>Under the SA with the home agent, with a type 2 routing header.</summary>
    /// <param name="espHighestAccepted">Of the SA it came by.</param>
    void RevocationReceived(BindingRevocationIndication indication, ulong espHighestAccepted);

    /// <summary>Under the SA with the home agent, with a type 2 routing header.</summary>
    /// <param name="espHighestAccepted">Of the SA it came by.</param>
    void SwitchReceived(HomeAgentSwitch message, ulong espHighestAccepted);

    void BindingErrorReceived();

    /// <summary>A Binding Error or ICMP error in the home agent's name: it does not know Mobility Headers.</summary>
    void MobilityNotUnderstood();

    /// <summary>Our own stack refuses to send from this address.</summary>
    void CareOfAddressUnreachable(IpAddress careOf);
}
