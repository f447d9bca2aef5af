namespace DsMip.HomeAgent.Edge.Tunnels;

/// <summary>How an edge comes to know tunnels. To be registered before the edge's thread is started.</summary>
internal static class TunnelRegistration
{
    public static void AddTunnels(this IServiceCollection services)
    {
        services.AddSingleton<EdgeMetrics>();
        services.AddSingleton<BindingMerge>();
        services.AddSingleton<EdgeSync>();
        services.AddSingleton<IResync>(provider => provider.GetRequiredService<EdgeSync>());
        services.AddHostedService(provider => provider.GetRequiredService<EdgeSync>());
    }
}
