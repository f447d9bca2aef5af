using System.Text;
using System.Text.RegularExpressions;
using DsMip.Deploy.Tests.Models;
using DsMip.Deploy.Tests.Support;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using k8s.Models;
using Npgsql;

#pragma warning disable CA1416 // File modes: these tests run where the home agent does.

namespace DsMip.Deploy.Tests;

/// <summary>What is secret is in Secrets, and what the chart makes itself is taken by those who read it.</summary>
public sealed partial class SecretTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dsmip-chart-").FullName;

    public static TheoryData<string> Examples => [.. Repository.Examples];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [MemberData(nameof(Examples))]
    public void No_config_map_and_no_pod_has_a_password_or_a_key(string example)
    {
        var rendering = Rendering.Of(example);
        var values = rendering.All<V1ConfigMap>().SelectMany(map => map.Data)
            .Concat(rendering.Workloads.SelectMany(workload => workload.Containers).SelectMany(container => container.Env ?? [])
                .Where(variable => variable.Value is not null).Select(variable => KeyValuePair.Create(variable.Name, variable.Value)));
        Assert.All(values, value =>
        {
            Assert.DoesNotMatch(SecretName(), value.Key);
            Assert.DoesNotMatch(SecretText(), value.Value);
        });
    }

    [Theory]
    [InlineData("""settings.MobileNodes=[{"HomeAddress":"2001:db8:1::50"}]""", "settings.MobileNodes")]
    [InlineData("""settings.Store={"ConnectionString":"Host=db;Password=x"}""", "settings.Store.ConnectionString")]
    [InlineData("""settings.Ike={"presharedkey":"x"}""", "settings.Ike.presharedkey")]
    [InlineData("""settings.List=[{"EncryptionKey":"00"}]""", "settings.List[0].EncryptionKey")]
    public void Secrets_among_the_settings_are_refused(string set, string named)
    {
        var result = Helm.Template("cluster", set);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains($"{named} is secret", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_certificate_that_the_chart_makes_is_accepted_by_the_cluster()
    {
        var secret = Secret("kernel-ipsec", "trial-dsmip-tls");
        var options = new ClusterTlsOptions(Write(secret, "tls.crt"), Write(secret, "tls.key"), Write(secret, "ca.crt"));
        var expires = ClusterTls.Load(options, DateTimeOffset.UtcNow).Expires;
        Assert.InRange(expires, DateTimeOffset.UtcNow.AddDays(3600), DateTimeOffset.UtcNow.AddDays(3700));
    }

    [Fact]
    public void The_key_file_that_the_chart_makes_is_one_once_nobody_else_may_read_it()
    {
        var file = Write(Secret("kernel-ipsec", "trial-dsmip-store-key"), "store.key");
        var copy = Assert.Single(Rendering.Of("kernel-ipsec").Component("control").Pod.InitContainers, container => container.Name == "key-file").Command;
        Assert.Equal(["install", "-m", "600"], copy.Take(3));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.NotNull(SealingKey.Load(file));
        // What Kubernetes makes of the file of a Secret for a group would be refused: that is why it is copied.
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("open to others", Assert.Throws<Configuration.ConfigurationException>(() => SealingKey.Load(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bundled_database_and_the_home_agent_have_the_same_password_user_and_name()
    {
        var rendering = Rendering.Of("kernel-ipsec");
        var secret = Secret("kernel-ipsec", "trial-dsmip-postgresql");
        var connection = new NpgsqlConnectionStringBuilder(Encoding.UTF8.GetString(secret.Data["connectionString"]));
        var database = Assert.Single(rendering.Component("postgresql").Pod.Containers).Env.ToDictionary(variable => variable.Name);
        Assert.Equal(Encoding.UTF8.GetString(secret.Data["password"]), connection.Password);
        Assert.Equal(secret.Metadata.Name, database["POSTGRES_PASSWORD"].ValueFrom.SecretKeyRef.Name);
        Assert.Equal((database["POSTGRES_USER"].Value, database["POSTGRES_DB"].Value), (connection.Username, connection.Database));
        Assert.Contains(rendering.All<V1Service>(), service => service.Metadata.Name == connection.Host && service.Spec.Ports[0].Port == connection.Port);
    }

    [Fact]
    public void Passwords_are_made_anew_for_every_release()
    {
        static string Password(string manifests) => PasswordLine().Match(manifests).Value;
        var first = Password(Helm.Template("kernel-ipsec").Succeeded());
        Assert.NotEmpty(first);
        Assert.NotEqual(first, Password(Helm.Template("kernel-ipsec").Succeeded()));
    }

    [Fact]
    public void A_certificate_of_cert_manager_is_for_both_ends_of_a_connection_and_in_the_secret_that_pods_mount()
    {
        var rendering = Rendering.Of("cluster");
        var certificate = Assert.Single(rendering.All<Certificate>());
        Assert.Superset(new HashSet<string> { "server auth", "client auth" }, certificate.Spec.Usages.ToHashSet());
        Assert.All(rendering.HomeAgents, workload => Assert.Equal(certificate.Spec.SecretName, workload.Pod.Volumes.Single(volume => volume.Name == "tls").Secret.SecretName));
    }

    private static V1Secret Secret(string example, string name) => Rendering.Of(example).All<V1Secret>().Single(secret => secret.Metadata.Name == name);

    private string Write(V1Secret secret, string key)
    {
        var file = Path.Combine(_directory, key);
        File.WriteAllBytes(file, secret.Data[key]);
        return file;
    }

    [GeneratedRegex("(?i)password|connectionstring|presharedkey|encryptionkey|integritykey")]
    private static partial Regex SecretName();

    [GeneratedRegex("(?i)password=|-----BEGIN [A-Z ]*PRIVATE KEY")]
    private static partial Regex SecretText();

    [GeneratedRegex("(?m)^  password: .*$")]
    private static partial Regex PasswordLine();
}
