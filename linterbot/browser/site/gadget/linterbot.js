// "Check with linterbot": opens a page, gives it the text, and lists its answer.
// Runs no other script, sends nothing to a server, keeps nobody from saving: docs/gadget.md
/edit|submit/.test( mw.config.get( 'wgAction' ) ) && mw.loader.using( [ 'mediawiki.util',
	'mediawiki.storage', 'jquery.textSelection' ] ).then( function () {
	var home = 'https://linter.example/', origin = new URL( home ).origin, config = mw.config.get(),
		$box = $( '#wpTextbox1' ), $out = $( '<div role="status">' ), kept = mw.storage.session,
		key = 'linterbot ' + config.wgPageName + $( '[name=wpStarttime]' ).val(), tab, timer;
	if ( !$box[ 0 ] || $( '#linterbot' )[ 0 ] ) { return; }

	function text() { return $box.textSelection( 'getContents' ); }
	// Kept over previews
	if ( kept.get( key ) === null ) { kept.set( key, text() ); }
	function send( what ) { what.linterbot = 1; what.text = text(); tab.postMessage( what, origin ); }
	function check() {
		send( { do: 'check', before: kept.get( key ), title: config.wgPageName.replace( /_/g, ' ' ),
			namespace: config.wgFormattedNamespaces[ config.wgNamespaceNumber ],
			api: location.origin + mw.util.wikiScript( 'api' ) } );
	}
	function button( words, act ) { return $( '<button type="button">' ).text( words ).on( 'click', act ); }
	function lost( words ) {
		tab = 0;
		$out.text( words + ' ' ).append( $( '<a target="_blank" href="' + home + '">Open it</a>' ), ' ',
			button( 'Copy the text', function () { navigator.clipboard.writeText( text() ); } ) );
	}
	function select( one ) {
		$box.trigger( 'focus' ).textSelection( 'setSelection', one );
		$box.textSelection( 'scrollToCaretPosition' );
	}
	function list( all ) {
		return $( '<ul>' ).append( all.map( function ( one ) {
			return $( '<li>' ).append( button( one.place, function () { select( one ); } ), $( '<span>' ).text( one.says ),
				one.repair && button( one.does, function () { send( { do: 'repair', fingerprint: one.repair } ); } ) );
		} ) );
	}
	$box.closest( 'form' ).find( '.editOptions' ).before( button( 'Check with linterbot', function () {
		if ( tab && !tab.closed ) { return check(); }
		tab = window.open( home + '#from-wiki' + Date.now(), 'linterbot' );
		if ( !tab ) { return lost( 'The browser blocked it.' ); }
		$out.text( 'Loading; come back to this tab.' );
		timer = setTimeout( lost, 20000, 'linterbot does not answer.' );
	} ).attr( 'id', 'linterbot' ), $out );
	window.addEventListener( 'message', function ( event ) {
		var said = event.data || {}, edit = said.edit;
		if ( event.origin !== origin || event.source !== tab || said.linterbot !== 1 ) { return; }
		clearTimeout( timer );
		if ( said.ready ) { check(); }
		if ( edit && said.was === text() ) {
			select( edit );
			$box.textSelection( 'replaceSelection', edit.words );
			check();
		}
		if ( said.fresh ) {
			$out.text( said.words ).append( list( said.fresh ), said.older[ 0 ] &&
				$( '<details><summary>On older lines</summary></details>' ).append( list( said.older ) ) );
		}
	} );
} );
