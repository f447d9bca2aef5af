using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Edge.Blocks;

/// <summary>Announcement of an edge's blocks. To be registered before the cluster is joined, so that it ends after it was left.</summary>
internal static class BlockRegistration
{
    public static void AddBlocks(this IServiceCollection services, HomeAgentOptions options)
    {
        services.AddSingleton(provider => new BlockAnnouncer(
            options.RouteCommand is { } file ? new RouteCommand(file, RouteCommand.DefaultPatience) : null, new BlockOwnership(options).All,
            provider.GetRequiredService<EdgeState>(),
            provider.GetRequiredService<EdgeMetrics>(), provider.GetRequiredService<ILogger<BlockAnnouncer>>()));
        services.AddSingleton<BlockAssignment>();
        services.AddHostedService<DrainWatch>();
        services.AddHostedService(provider =>
        {
            // Which tells it what is ours in any case.
            provider.GetRequiredService<BlockAssignment>();
            return provider.GetRequiredService<BlockAnnouncer>();
        });
    }
}
