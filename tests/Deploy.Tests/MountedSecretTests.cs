using DsMip.Deploy.Tests.Support;
using DsMip.HomeAgent.Options;

namespace DsMip.Deploy.Tests;

/// <summary>Files of Secrets that the home agent reads: who is given them, and that they are where it is told.</summary>
public sealed class MountedSecretTests : IDisposable
{
    private const string Names = """settings.NameUpdates={"Server":"192.0.2.53","Zone":"example.org","KeyName":"updates"}""";
    private const string Key = "nameUpdates.keySecret=\"tsig\"";
    private const string Telemetry = """telemetry={"otlpEndpoint":"http://collector:4317","headersSecret":"collector","traceRatio":0.01,"otlpMetrics":true,"logFormat":"Json"}""";
    private readonly string _directory = Directory.CreateTempSubdirectory("dsmip-chart-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("cluster", "control", true)]
    [InlineData("cluster", "edge", false)]
    [InlineData("cluster", "admin", false)]
    [InlineData("trial", "single", true)]
    public void The_key_of_name_updates_is_given_to_those_who_hold_bindings(string example, string component, bool isGiven)
    {
        var rendering = Rendering.Of(example, Names, Key);
        var workload = rendering.Component(component);
        var environment = PodEnvironment.Of(rendering, workload);
        Assert.Equal("192.0.2.53", environment["DSMIP__NameUpdates__Server"]);
        Assert.Equal(isGiven, environment.Variables.TryGetValue("DSMIP__NameUpdates__KeyFile", out var file));
        Assert.Equal(isGiven, workload.Pod.Volumes.Any(volume => volume.Secret?.SecretName == "tsig"));
        if (isGiven) AssertMounted(workload, "tsig", file!);
    }

    [Theory]
    [InlineData("cluster", "control")]
    [InlineData("cluster", "edge")]
    [InlineData("cluster", "admin")]
    [InlineData("trial", "single")]
    public void Every_process_has_telemetry_and_the_headers_of_the_collector(string example, string component)
    {
        var rendering = Rendering.Of(example, Telemetry);
        var workload = rendering.Component(component);
        var environment = PodEnvironment.Of(rendering, workload);
        AssertMounted(workload, "collector", environment["DSMIP__Telemetry__OtlpHeadersFile"]);

        var headers = Path.Combine(_directory, "headers");
        File.WriteAllText(headers, "authorization=Bearer a");
        var script = Path.Combine(_directory, "route");
        File.WriteAllText(script, "#!/bin/sh\n");
        KeyValuePair<string, string?>[] others = [new("Telemetry:OtlpHeadersFile", headers), .. environment.Variables.ContainsKey("DSMIP__Edge__RouteCommand") ? [new KeyValuePair<string, string?>("Edge:RouteCommand", script)] : Array.Empty<KeyValuePair<string, string?>>()];
        var options = HomeAgentOptionsReader.Read(environment.Configuration(others)).Telemetry;
        Assert.Equal((0.01, true, LogFormat.Json, "http://collector:4317/"), (options.TraceRatio, options.OtlpMetrics, options.LogFormat, options.OtlpEndpoint!.AbsoluteUri));
    }

    private static void AssertMounted(Workload workload, string secret, string file)
    {
        var volume = Assert.Single(workload.Pod.Volumes, volume => volume.Secret?.SecretName == secret);
        var mount = Assert.Single(workload.HomeAgent.VolumeMounts, mount => mount.Name == volume.Name);
        Assert.True(mount.ReadOnlyProperty);
        Assert.Equal(mount.MountPath, Path.GetDirectoryName(file));
    }
}
