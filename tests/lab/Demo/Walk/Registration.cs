using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Walk;

/// <summary>Both daemons' word that a mobile node is registered where it is, or at home with no binding left.</summary>
public sealed record Registration(BindingView? Binding, MobileNodeStatus Status)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Registration Await(HomeAgentApi homeAgent, MobileNodeDaemon daemon, MobileNodePort port, CancellationToken cancellation = default) =>
        Await(() => homeAgent, daemon, port, cancellation);

    /// <param name="homeAgent">Whom to ask: of a cluster somebody else after a crash.</param>
    public static Registration Await(Func<HomeAgentApi> homeAgent, MobileNodeDaemon daemon, MobileNodePort port, CancellationToken cancellation = default)
    {
        var expected = Expectation.At(port.At!.Value, port);
        BindingView? binding = null;
        MobileNodeStatus? status = null;
        try
        {
            Wait.Until(() => expected.Matches(binding = homeAgent().Binding(port.HomeAddress)), Patience, $"the home agent to have {expected}", cancellation);
            Wait.Until(() => expected.Matches(status = daemon.TryStatus()), Patience, $"the mobile node to be {expected.State}", cancellation);
            return new Registration(binding, status!);
        }
        catch (LabException e)
        {
            throw new LabException($"{e.Message}; the home agent has {binding?.ToString() ?? "no binding"}; the mobile node says {daemon.TryStatus()}", e);
        }
    }
}
