package io.perigee.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the house that no compiler keeps: layers by package, cycles, names, state. */
class HouseRulesTest {
  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("io.perigee..");

  private static final Pattern REFUSED_NAME =
      Pattern.compile("(Abstract|Default)[A-Z].*|.*(Impl|Utils?|Manager|Helper)");

  private static final Pattern GETTER = Pattern.compile("get[A-Z].*");

  @Test
  void theLuaLanguageKnowsNothingOfServers() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.perigee.lua..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("io.netty..")
                    .or(
                        resideInAnyPackage("io.perigee..")
                            .and(DescribedPredicate.not(resideInAnyPackage("io.perigee.lua.."))))));
  }

  @Test
  void theConfigurationLanguageKnowsNothingOfServers() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.perigee.conf..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("io.netty..")
                    .or(
                        resideInAnyPackage("io.perigee..")
                            .and(
                                DescribedPredicate.not(resideInAnyPackage("io.perigee.conf.."))))));
  }

  @Test
  void httpKnowsNothingOfLua() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "io.perigee.core..", "io.perigee.http..", "io.perigee.httpmodules..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.perigee.lua..", "io.perigee.ngx..", "io.perigee.httplua.."));
  }

  @Test
  void theCommonPartOfTheNgxApiKnowsNothingOfHttp() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("io.perigee.ngx..", "io.perigee.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.perigee.http..", "io.perigee.httplua.."));
  }

  @Test
  void continuationsAreNamedInOnePackageOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.perigee.lua.coroutine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jdk.internal.."));
  }

  /**
   * The packages of http are left out: they all turn around the request, which knows its
   * connection, location, phase and filters, as these know it; nginx's headers form the same ring.
   */
  @ParameterizedTest
  @ValueSource(strings = {"lua", "conf", "core", "httpmodules", "ngx", "httplua", "server"})
  void packagesOfOneModuleFormNoCycles(String module) {
    check(slices().matching("io.perigee." + module + ".(*)..").should().beFreeOfCycles());
  }

  @Test
  void featureModulesDoNotKnowEachOther() {
    check(slices().matching("io.perigee.httpmodules.(*)..").should().notDependOnEachOther());
  }

  @Test
  void namesSayWhatAClassIs() {
    check(
        noClasses()
            .that(
                describe(
                    "named with a word that says nothing",
                    (JavaClass type) -> REFUSED_NAME.matcher(type.getSimpleName()).matches()))
            .should()
            .resideInAPackage("io.perigee.."));
  }

  @Test
  void accessorsHaveNoGetPrefix() {
    check(
        methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("io.perigee..")
            .and(
                describe(
                    "read a property and are not inherited from a foreign type",
                    (JavaMethod method) ->
                        method.getRawParameterTypes().isEmpty() && !isInherited(method)))
            .should()
            .haveNameNotMatching(GETTER.pattern()));
  }

  @Test
  void noStateIsKeptInStaticFields() {
    check(
        fields()
            .that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("io.perigee..")
            .should()
            .beFinal());
  }

  @Test
  void commonPackagesDoNotSpeakOfHttp() {
    check(
        noClasses()
            .that(
                describe(
                    "named after a subsystem",
                    (JavaClass type) -> type.getName().toLowerCase(Locale.ROOT).contains("http")))
            .should()
            .resideInAnyPackage(
                "io.perigee.core.variable..", "io.perigee.core.zone..", "io.perigee.ngx.."));
  }

  private static boolean isInherited(JavaMethod method) {
    JavaClass owner = method.getOwner();
    return Stream.concat(
            owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
        .filter(type -> !type.getName().startsWith("io.perigee."))
        .anyMatch(
            type -> type.getMethods().stream().anyMatch(m -> m.getName().equals(method.getName())));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
