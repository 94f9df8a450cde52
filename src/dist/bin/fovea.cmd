@echo off
rem Runs Fovea on the Java runtime of this folder. FOVEA_OPTS holds options for the Java virtual machine.
setlocal
set "home=%~dp0.."

rem A training leaves no garbage, and data are large arrays, which the old generation has to hold.
set "collector=-XX:+UseSerialGC -XX:NewRatio=8"
for %%v in (FOVEA_OPTS JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS) do (
  if defined %%v set %%v | findstr /r /c:"-XX:+Use.*GC" >nul && set "collector="
)

set "cache="-XX:AOTCache=%home%\lib\fovea.aot""
for %%v in (FOVEA_OPTS JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS) do (
  if defined %%v set %%v | findstr /r /c:"-Xshare" /c:"SharedArchive" /c:"ArchiveClasses" /c:"AOT" >nul && set "cache="
)

"%home%\runtime\bin\java.exe" %collector% %cache% -Xlog:cds*=off -Xlog:aot*=off --enable-native-access=ALL-UNNAMED "-Dfovea.command=%~f0" %FOVEA_OPTS% -cp "%home%\lib\fovea.jar" fovea.cli.Main %*
exit /b %ERRORLEVEL%
