using DsMip.MobileNode.Core.Discovery;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests.Discovery;

[Clause("6275-11.8-next-home-agent")]
public sealed class Rfc6275_11_8_HomeAgentTrial
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly HomeAgentTrial _trial = new(TimeSpan.FromSeconds(30));

    [Fact]
    public void A_home_agent_that_stays_silent_while_we_register_is_given_up_whatever_the_care_of_address()
    {
        for (var second = 0; second < 30; second++)
        {
            _trial.Look(RegistrationState.Registering, Start.AddSeconds(second));
            Assert.False(_trial.IsOver(Start.AddSeconds(second)));
        }
        Assert.Equal(Start.AddSeconds(30), _trial.WakeAt);
        Assert.True(_trial.IsOver(Start.AddSeconds(30)));
    }

    [Theory]
    [InlineData(RegistrationState.Registered)]
    [InlineData(RegistrationState.NoNetwork)]
    [InlineData(RegistrationState.Home)]
    [InlineData(RegistrationState.Deregistering)]
    public void Nobody_is_given_up_while_there_is_nothing_to_register(RegistrationState state)
    {
        _trial.Look(RegistrationState.Registering, Start);
        _trial.Look(state, Start.AddSeconds(29));
        _trial.Look(RegistrationState.Registering, Start.AddSeconds(31));
        Assert.False(_trial.IsOver(Start.AddSeconds(60)));
        Assert.True(_trial.IsOver(Start.AddSeconds(61)));
    }

    [Theory]
    [InlineData(BindingStatus.ReasonUnspecified, true)]
    [InlineData(BindingStatus.AdministrativelyProhibited, true)]
    [InlineData(BindingStatus.InsufficientResources, true)]
    [InlineData(BindingStatus.HomeRegistrationNotSupported, true)]
    [InlineData(BindingStatus.NotHomeSubnet, true)]
    [InlineData(BindingStatus.NotHomeAgentForThisMobileNode, true)]
    [InlineData(BindingStatus.DuplicateAddressDetectionFailed, false)]
    [InlineData(BindingStatus.SequenceNumberOutOfWindow, false)]
    [InlineData(BindingStatus.CannotForceUdpEncapsulation, false)]
    [InlineData(BindingStatus.InvalidCareOfAddress, false)]
    [InlineData(BindingStatus.Accepted, false)]
    [InlineData(BindingStatus.AcceptedPrefixDiscoveryNecessary, false)]
    public void One_that_refuses_us_is_given_up_at_once_and_one_that_corrects_us_is_not(BindingStatus status, bool isOver)
    {
        _trial.Look(RegistrationState.Registering, Start);
        _trial.Answered(status, RegistrationState.Registering);
        Assert.Equal(isOver, _trial.IsOver(Start.AddSeconds(1)));
        Assert.Equal(status < BindingStatus.ReasonUnspecified, _trial.WasAccepted);
        // It speaks, so the time that it was silent for is forgotten.
        _trial.Look(RegistrationState.Registering, Start.AddSeconds(29));
        Assert.Equal(isOver, _trial.IsOver(Start.AddSeconds(31)));
    }

    /// <summary>At home, after a start without a binding.</summary>
    [Fact]
    public void What_is_said_to_a_deregistration_refuses_nothing()
    {
        _trial.Look(RegistrationState.Deregistering, Start);
        _trial.Answered(BindingStatus.NotHomeAgentForThisMobileNode, RegistrationState.Deregistering);
        Assert.False(_trial.IsOver(Start.AddSeconds(31)));
    }

    [Fact]
    public void Without_another_one_it_gets_the_same_time_again()
    {
        _trial.Answered(BindingStatus.AdministrativelyProhibited, RegistrationState.Registering);
        _trial.Restart();
        Assert.False(_trial.IsOver(Start));
        _trial.Look(RegistrationState.Registering, Start);
        Assert.True(_trial.IsOver(Start.AddSeconds(30)));
    }
}
