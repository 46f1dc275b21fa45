// "Check with linterbot": opens a page, gives it the text and lists its answer.
// Asks no server, and keeps nobody from saving: docs/gadget.md
mw.loader.using( [ 'mediawiki.storage', 'jquery.textSelection' ] ).then( function () {
	var home = 'https://linter.example/', origin = new URL( home ).origin, config = mw.config.get(),
		$box, $out, before, tab, timer;

	function text() { return $box.textSelection( 'getContents' ); }
	function send( what ) { what.linterbot = 1; what.text = text(); tab.postMessage( what, origin ); }
	function check() {
		send( { do: 'check', before: before, title: config.wgPageName, scripts: config.wgScriptPath,
			namespace: config.wgFormattedNamespaces[ config.wgNamespaceNumber ] } );
	}
	function button( words, act ) { return $( '<button type=button>' ).text( words ).on( 'click', act ); }
	function lost( words ) {
		tab = 0;
		$out.text( words + ' ' ).append( $( '<a target=_blank href="' + home + '">Open it</a>' ), ' ',
			button( 'Copy the text', function () { navigator.clipboard.writeText( text() ); } ) );
	}
	function select( one ) {
		$box.add( '.ve-ce-documentNode' ).trigger( 'focus' );
		$box.textSelection( 'setSelection', one );
		$box.textSelection( 'scrollToCaretPosition' );
	}
	function list( all ) {
		return $( '<ul>' ).append( all.map( function ( one ) {
			return $( '<li>' ).append( button( one.place, select.bind( 0, one ) ), $( '<span>' ).text( one.says ),
				one.repair && button( one.does, send.bind( 0, one.repair ) ) );
		} ) );
	}
	function press() {
		if ( tab && !tab.closed ) { return check(); }
		tab = window.open( home + '#from-wiki' + Date.now(), 'linterbot' );
		if ( !tab ) { return lost( 'The browser blocked it.' ); }
		$out.text( 'Loading; come back to this tab.' );
		timer = setTimeout( lost, 20000, 'It does not answer.' );
	}
	function start() {
		var begun = $( '[name=wpStarttime]' ).val() || Date.now(), kept = mw.storage.session;
		$box = $( '#wpTextbox1' );
		if ( !$box[ 0 ] || $( '#linterbot:visible' )[ 0 ] ) { return; }
		// Kept over previews
		before = ( kept.get( 'linterbot' ) || '' ).split( begun )[ 1 ];
		if ( before === undefined ) { kept.set( 'linterbot', begun + ( before = text() ) ); }
		$out = $( '<div role=status>' );
		$( '.ve-ui-mwWikitextSurface > :first, .editOptions' ).first().before(
			button( 'Check with linterbot', press ).attr( 'id', 'linterbot' ), $out );
	}
	addEventListener( 'message', function ( event ) {
		var said = event.data;
		if ( event.origin !== origin || event.source !== tab ) { return; }
		clearTimeout( timer );
		if ( said.ready ) { check(); }
		if ( said.edit && said.was === text() ) {
			select( said.edit );
			$box.textSelection( 'replaceSelection', said.edit.words );
			check();
		}
		if ( said.fresh ) {
			$out.text( said.words ).append( list( said.fresh ), said.older[ 0 ] &&
				$( '<details><summary>On older lines</summary></details>' ).append( list( said.older ) ) );
		}
	} );
	mw.hook( 've.activationComplete' ).add( start );
	start();
} );
