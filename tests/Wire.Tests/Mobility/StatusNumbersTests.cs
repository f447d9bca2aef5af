using DsMip.Wire.Mobility;

namespace DsMip.Wire.Tests.Mobility;

/// <summary>The numbers of RFC 6275 6.1.8, RFC 3963 4.2 and RFC 5555 3.2.1 and 4.5, copied from there and not from our code.</summary>
public sealed class StatusNumbersTests
{
    [Theory]
    [Clause("6275-6.1.8-status")]
    [InlineData(0, BindingStatus.Accepted)]
    [InlineData(1, BindingStatus.AcceptedPrefixDiscoveryNecessary)]
    [InlineData(128, BindingStatus.ReasonUnspecified)]
    [InlineData(129, BindingStatus.AdministrativelyProhibited)]
    [InlineData(130, BindingStatus.InsufficientResources)]
    [InlineData(131, BindingStatus.HomeRegistrationNotSupported)]
    [InlineData(132, BindingStatus.NotHomeSubnet)]
    [InlineData(133, BindingStatus.NotHomeAgentForThisMobileNode)]
    [InlineData(134, BindingStatus.DuplicateAddressDetectionFailed)]
    [InlineData(135, BindingStatus.SequenceNumberOutOfWindow)]
    [InlineData(136, BindingStatus.ExpiredHomeNonceIndex)]
    [InlineData(137, BindingStatus.ExpiredCareOfNonceIndex)]
    [InlineData(138, BindingStatus.ExpiredNonces)]
    [InlineData(139, BindingStatus.RegistrationTypeChangeDisallowed)]
    [InlineData(144, BindingStatus.CannotForceUdpEncapsulation)]
    [InlineData(174, BindingStatus.InvalidCareOfAddress)]
    public void Of_bindings(byte number, BindingStatus status)
    {
        Assert.Equal((BindingStatus)number, status);
        Assert.Equal(number < 128, new BindingAcknowledgement(status, default, default, default, MobilityOptions.None).IsAccepted);
    }

    [Theory]
    [Clause("3963-4.2-status")]
    [InlineData(140, BindingStatus.MobileRouterOperationNotPermitted)]
    [InlineData(141, BindingStatus.InvalidPrefix)]
    [InlineData(142, BindingStatus.NotAuthorizedForPrefix)]
    [InlineData(143, BindingStatus.ForwardingSetupFailed)]
    public void Of_mobile_routers(byte number, BindingStatus status) => Assert.Equal((BindingStatus)number, status);

    [Theory]
    [Clause("5555-3.2.1-status")]
    [InlineData(0, Ipv4AddressStatus.Success)]
    [InlineData(128, Ipv4AddressStatus.FailureReasonUnspecified)]
    [InlineData(129, Ipv4AddressStatus.AdministrativelyProhibited)]
    [InlineData(130, Ipv4AddressStatus.IncorrectHomeAddress)]
    [InlineData(131, Ipv4AddressStatus.InvalidAddress)]
    [InlineData(132, Ipv4AddressStatus.DynamicAssignmentUnavailable)]
    [InlineData(133, Ipv4AddressStatus.PrefixAssignmentUnauthorized)]
    public void Of_ipv4_home_addresses(byte number, Ipv4AddressStatus status) => Assert.Equal((Ipv4AddressStatus)number, status);
}
