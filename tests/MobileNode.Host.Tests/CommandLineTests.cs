using DsMip.Configuration;
using DsMip.MobileNode.Configuration;

namespace DsMip.MobileNode.Host.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Nothing_means_run() => Assert.Equal(Verb.Run, CommandLine.Parse([]).Verb);

    [Fact]
    public void Status_with_everything()
    {
        var line = CommandLine.Parse(["status", "--json", "--config", "a.json", "--ControlSocket=/x"]);
        Assert.Equal((Verb.Status, "a.json", true), (line.Verb, line.ConfigurationFile, line.Json));
        Assert.Equal(["--ControlSocket=/x"], line.Settings);
    }

    [Theory]
    [InlineData("run", "--json")]
    [InlineData("run", "--config")]
    [InlineData("run", "--Lifetime")]
    [InlineData("walk", "--Lifetime=1")]
    public void What_makes_no_sense_is_refused(params string[] arguments) => Assert.Throws<ConfigurationException>(() => CommandLine.Parse(arguments));

    [Fact]
    public void Flags_win_over_the_environment_and_that_over_the_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, """{ "TunnelInterface": "file0", "HomePrefix": "file", "BindingUpdate": { "Suite": "file" } }""");
            Environment.SetEnvironmentVariable("DSMIP__HomePrefix", "environment");
            Environment.SetEnvironmentVariable("DSMIP__BindingUpdate__Suite", "environment");
            var settings = CommandLine.Parse(["--config=" + file, "--BindingUpdate:Suite=flag"]).Load();
            Assert.Equal(("file0", "environment", "flag"), (settings["TunnelInterface"], settings["HomePrefix"], settings["BindingUpdate:Suite"]));
        }
        finally
        {
            Environment.SetEnvironmentVariable("DSMIP__HomePrefix", null);
            Environment.SetEnvironmentVariable("DSMIP__BindingUpdate__Suite", null);
            File.Delete(file);
        }
    }

    [Fact]
    public void A_file_that_is_missing_or_broken_is_one_line()
    {
        Assert.Contains("nowhere.json", Assert.Throws<ConfigurationException>(() => CommandLine.Parse(["--config", "nowhere.json"]).Load()).Message, StringComparison.Ordinal);
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "{ \"HomeAddress\": \n }");
        var error = Assert.Throws<ConfigurationException>(() => CommandLine.Parse(["--config", file]).Load());
        File.Delete(file);
        Assert.DoesNotContain('\n', error.Message);
    }
}
