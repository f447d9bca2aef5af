using DsMip.HomeAgent.Edge.Native.Claims;
using DsMip.HomeAgent.Edge.Steering;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>The parts of an edge that has some of the SAs while other edges have the others.</summary>
internal static class SteeringRegistration
{
    /// <param name="framesUnderWay">So many frames of other edges wait at most.</param>
    public static void AddSteering(this IServiceCollection services, int framesUnderWay)
    {
        services.AddSingleton(provider => provider.GetRequiredService<KernelIpsec>().Grants!);
        services.AddSingleton<EdgePeers>();
        services.AddSingleton(new SteeredArrivals(framesUnderWay));
        services.AddSingleton<FrameSteering>();
        services.AddSingleton<SteeredEdge>();
        services.AddSingleton<SharedAnswers>();
        services.AddSingleton(provider => new ClaimedPolicies(provider.GetRequiredService<AwayPolicies>(), provider.GetRequiredService<KernelIpsec>()));
        services.AddSingleton<IAwayPolicies>(provider => provider.GetRequiredService<ClaimedPolicies>());
        services.AddSingleton<IClaimedKernel>(provider => provider.GetRequiredService<ClaimedPolicies>());
    }
}
